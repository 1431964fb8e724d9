class Api::OrdersController < ApplicationController
  COLUMNS = %w[placed_at total].freeze

  def index
    column = COLUMNS.include?(params[:sort]) ? params[:sort] : COLUMNS.first
    rows = ActiveRecord::Base.connection.select_all("SELECT id, total FROM orders ORDER BY #{column} LIMIT 50")
    render json: rows.to_a
  end
end
