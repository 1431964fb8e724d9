class ExportsController < ApplicationController
  EXPORTERS = { "csv" => "CsvExporter", "xlsx" => "XlsxExporter" }.freeze

  def show
    name = EXPORTERS.fetch(params[:format_name], params[:format_name])
    exporter = name.constantize.new
    send_data exporter.call(current_user.orders), filename: "orders"
  end
end
