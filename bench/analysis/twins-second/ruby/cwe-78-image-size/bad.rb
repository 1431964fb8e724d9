require "open3"
require "sinatra"

get "/size" do
  name = params["name"].to_s
  output = `identify images/#{name}`
  content_type "text/plain"
  output
end
