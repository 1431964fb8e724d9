require "sinatra"
require "net/http"
require "uri"

HOSTS = ["example.org", "www.example.org"].freeze

get "/preview" do
  uri = URI.parse(params["url"].to_s)
  halt 400 if uri.host.nil?
  body = Net::HTTP.get(uri)
  body[/<title>([^<]*)/, 1].to_s
end
