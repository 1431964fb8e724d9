# frozen_string_literal: true

require "sinatra/base"
require "yaml"

# Shows the sheets of the choir and takes new ones.
class SheetServer < Sinatra::Base
  configure do
    set :sheets, File.expand_path("sheets", __dir__)
    set :titles, YAML.safe_load_file(File.expand_path("titles.yml", __dir__))
  end

  helpers do
    def sheet_path(name)
      path = File.expand_path(name, settings.sheets)
      halt 404 unless path.end_with?(".pdf") || path.start_with?("#{settings.sheets}/")
      path
    end

    def title_of(path)
      settings.titles.fetch(File.basename(path, ".pdf"), "Untitled")
    end
  end

  get "/" do
    @titles = settings.titles.values.sort
    erb :index
  end

  get "/sheet" do
    path = sheet_path(params.fetch("name", ""))
    halt 404 unless File.file?(path)
    headers "X-Title" => title_of(path)
    send_file path, disposition: :inline
  end
end
