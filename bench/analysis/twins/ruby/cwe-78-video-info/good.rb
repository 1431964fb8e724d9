require "sinatra"
require "open3"
require "json"

def probe(name)
  out, = Open3.capture2("ffprobe", "-v", "quiet", "-print_format", "json", "/srv/videos/#{File.basename(name)}")
  JSON.parse(out)
end

get "/videos/info" do
  content_type :json
  probe(params["name"].to_s).to_json
end
