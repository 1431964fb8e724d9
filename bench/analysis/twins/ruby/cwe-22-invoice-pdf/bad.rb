class InvoicesController < ApplicationController
  ROOT = Rails.root.join("storage", "invoices")

  def download
    name = params[:name].to_s.strip
    send_file ROOT.join(name), type: "application/pdf", disposition: "attachment"
  end
end
