class ReportsController < ApplicationController
  KINDS = { "sales" => "SalesReport", "stock" => "StockReport" }.freeze

  def show
    name = KINDS.fetch(params[:kind], params[:kind])
    report = name.constantize.new
    render json: report.rows
  end
end
