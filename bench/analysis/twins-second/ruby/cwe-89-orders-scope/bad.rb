class OrdersController < ApplicationController
  def index
    scope = Order.where(open: true)
    state = params[:state]
    scope = scope.where("state = '#{state}'") if state.present?
    render json: scope.limit(50)
  end
end
