class ContactsController < ApplicationController
  before_action :require_login

  def index
    @contacts = matching(params[:city]).order(:name).limit(100)
    render json: @contacts
  end

  private

  def matching(city)
    Contact.where("city = :city AND archived = false", city: city)
  end
end
