require "sinatra"
require "yaml"
require "base64"

def payload_of(raw)
  YAML.safe_load(Base64.decode64(raw), permitted_classes: [Symbol])
end

post "/jobs" do
  job = payload_of(request.body.read)
  halt 422 unless job.is_a?(Hash)
  job["name"].to_s
end
