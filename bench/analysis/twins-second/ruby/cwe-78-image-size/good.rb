require "open3"
require "sinatra"

get "/size" do
  name = params["name"].to_s
  output, = Open3.capture2("identify", "images/#{File.basename(name)}")
  content_type "text/plain"
  output
end
