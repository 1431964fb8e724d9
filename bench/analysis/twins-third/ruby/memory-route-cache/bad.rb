# frozen_string_literal: true

require "json"
require "sinatra/base"

class Router
  MAXIMUM = 500

  def initialize(graph)
    @graph = graph
    @lock = Mutex.new
    @known = {}
  end

  # Keeps what was asked lately.
  def route(from, to)
    @lock.synchronize do
      key = [from, to]
      found = @known.delete(key) || search(from, to)
      @known[key] = found
      found.first(MAXIMUM)
    end
  end

  private

  def search(from, to)
    queue = [[from]]
    seen = { from => true }
    until queue.empty?
      path = queue.shift
      return path if path.last == to

      @graph.fetch(path.last, []).each do |stop|
        next if seen[stop]

        seen[stop] = true
        queue << (path + [stop])
      end
    end
    []
  end
end

class RouteServer < Sinatra::Base
  set :router, Router.new(JSON.parse(File.read("stops.json")))

  get "/route" do
    content_type :json
    settings.router.route(params["from"].to_s, params["to"].to_s).to_json
  end
end
