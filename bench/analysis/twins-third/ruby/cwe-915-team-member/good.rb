# frozen_string_literal: true

class MembersController < ApplicationController
  before_action :authenticate_member!

  def edit
    @member = current_member
  end

  def update
    @member = current_member
    if @member.update(member_params)
      redirect_to member_path, notice: "Saved"
    else
      render :edit, status: :unprocessable_entity
    end
  end

  private

  def member_params
    params.require(:member).permit(:name, :city, :newsletter)
  end
end
