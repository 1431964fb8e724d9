require "net/http"
require "sinatra"

FEEDS = { "news" => "https://news.example.org/feed" }.freeze

get "/feed" do
  uri = URI(FEEDS.fetch(params["source"], FEEDS["news"]))
  body = Net::HTTP.get(uri)
  body.bytesize.to_s
end
