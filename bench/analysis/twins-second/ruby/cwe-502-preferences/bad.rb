class PreferencesController < ApplicationController
  def update
    text = params[:preferences].to_s
    preferences = YAML.unsafe_load(text)
    current_user.update!(theme: preferences["theme"].to_s)
    head :no_content
  end
end
