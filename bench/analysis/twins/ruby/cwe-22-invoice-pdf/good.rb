class InvoicesController < ApplicationController
  ROOT = Rails.root.join("storage", "invoices")

  def download
    name = File.basename(params[:name].to_s)
    send_file ROOT.join(name), type: "application/pdf", disposition: "attachment"
  end
end
