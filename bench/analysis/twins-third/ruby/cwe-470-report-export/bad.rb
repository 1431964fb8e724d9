# frozen_string_literal: true

class ExportsController < ApplicationController
  before_action :authenticate_user!

  FORMATTERS = {
    "csv" => "CsvFormatter",
    "xlsx" => "SheetFormatter",
    "pdf" => "PrintFormatter"
  }.freeze

  TYPES = {
    "csv" => "text/csv",
    "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf" => "application/pdf"
  }.freeze

  def show
    formatter = formatter_for(params[:kind])
    return head(:not_acceptable) if formatter.nil?

    send_data formatter.render(current_user.reports.find(params[:id])),
              type: TYPES.fetch(params[:kind], "application/octet-stream"),
              filename: "report"
  end

  private

  def formatter_for(kind)
    name = FORMATTERS[kind] || "#{kind.to_s.camelize}Formatter"
    klass = name.safe_constantize
    klass&.new(current_user)
  end
end
