require "securerandom"

class PasswordReset
  attr_reader :token, :email

  def initialize(email)
    @email = email
    @token = SecureRandom.urlsafe_base64(32)
  end

  def link
    "https://app.example/reset/#{token}"
  end
end
