# frozen_string_literal: true

require "json"
require "open3"
require "sinatra/base"

class DomainInfo < Sinatra::Base
  FIELDS = %w[registrar created expires].freeze

  get "/domains/:name" do
    content_type :json
    name = params["name"].to_s.downcase
    halt 400, "{}" if name.empty? || name.start_with?("-")
    output, status = Open3.capture2("whois #{name}")
    halt 502, "{}" unless status.success?

    found = output.lines.filter_map do |line|
      key, value = line.split(":", 2).map(&:strip)
      [key.downcase, value] if value && FIELDS.include?(key.downcase)
    end
    found.to_h.to_json
  end
end
