require "sinatra"
require "yaml"
require "base64"

def payload_of(raw)
  Marshal.load(Base64.decode64(raw))
end

post "/jobs" do
  job = payload_of(request.body.read)
  halt 422 unless job.is_a?(Hash)
  job["name"].to_s
end
