class ReportsController < ApplicationController
  KINDS = { "sales" => "SalesReport", "stock" => "StockReport" }.freeze

  def show
    name = KINDS.fetch(params[:kind], "SalesReport")
    report = name.constantize.new
    render json: report.rows
  end
end
