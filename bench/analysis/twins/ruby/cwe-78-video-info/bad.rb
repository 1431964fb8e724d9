require "sinatra"
require "open3"
require "json"

def probe(name)
  out = `ffprobe -v quiet -print_format json /srv/videos/#{name}`
  JSON.parse(out)
end

get "/videos/info" do
  content_type :json
  probe(params["name"].to_s).to_json
end
