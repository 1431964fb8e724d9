class SessionsController < ApplicationController
  def create
    user = User.authenticate_by(email: params[:email], password: params[:password])
    return render :new, status: :unauthorized if user.nil?

    reset_session
    session[:user_id] = user.id
    redirect_to url_from(params[:return_to]) || root_path
  end
end
