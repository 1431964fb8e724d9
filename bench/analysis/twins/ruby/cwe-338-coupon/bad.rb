require "securerandom"

class PasswordReset
  attr_reader :token, :email

  def initialize(email)
    @email = email
    @token = Array.new(32) { rand(36).to_s(36) }.join
  end

  def link
    "https://app.example/reset/#{token}"
  end
end
