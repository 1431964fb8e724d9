class UsersController < ApplicationController
  def update
    user = User.find(session[:user_id])
    if user.update(user_params)
      render json: { name: user.name }
    else
      render json: user.errors, status: :unprocessable_entity
    end
  end

  private

  def user_params
    params.require(:user).permit(:name, :locale)
  end
end
