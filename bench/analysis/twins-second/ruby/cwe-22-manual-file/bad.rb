require "sinatra"

ROOT = File.expand_path("manuals")

get "/manual" do
  path = File.expand_path(params["page"].to_s, ROOT)
  halt 404 unless File.file?(path)
  content_type "text/plain"
  File.read(path)
end
