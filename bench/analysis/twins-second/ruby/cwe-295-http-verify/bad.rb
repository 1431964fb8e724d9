require "net/http"
require "openssl"

class Partner
  def initialize(host)
    @http = Net::HTTP.new(host, 443)
    @http.use_ssl = true
    @http.verify_mode = OpenSSL::SSL::VERIFY_NONE
  end

  def healthy?
    @http.get("/health").code == "200"
  end
end

puts Partner.new("partner.example.org").healthy?
