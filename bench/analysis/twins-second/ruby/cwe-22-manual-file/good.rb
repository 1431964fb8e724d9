require "sinatra"

ROOT = File.expand_path("manuals")

get "/manual" do
  path = File.expand_path(params["page"].to_s, ROOT)
  halt 404 unless path.start_with?(ROOT + File::SEPARATOR)
  content_type "text/plain"
  File.read(path)
end
