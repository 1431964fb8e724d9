class MembersController < ApplicationController
  def update
    member = Member.find(params[:id])
    member.update!(member_params)
    head :no_content
  end

  private

  def member_params
    params.require(:member).permit!
  end
end
