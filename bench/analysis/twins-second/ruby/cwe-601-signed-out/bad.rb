class SessionsController < ApplicationController
  def destroy
    reset_session
    redirect_to destination, allow_other_host: true
  end

  private

  def destination
    params[:return_to].presence || root_path
  end
end
