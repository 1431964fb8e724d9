# frozen_string_literal: true

require "csv"
require "optparse"

module Tariffs
  Tariff = Struct.new(:zone, :weight, :cents, keyword_init: true)

  class Table
    def initialize
      @tariffs = []
    end

    attr_reader :tariffs

    def add(tariff)
      @tariffs << tariff
    end

    def zones
      @tariffs.map(&:zone).uniq.sort
    end

    def heaviest(zone)
      @tariffs.select { |t| t.zone == zone }.map(&:weight).max
    end

    def price(zone, weight)
      fitting = @tariffs.select { |t| t.zone == zone && t.weight >= weight }
      fitting.min_by(&:weight)&.cents
    end
  end

  class Import
    HEADERS = %w[zone weight cents].freeze

    attr_reader :errors

    def initialize(path)
      @path = path
      @errors = []
    end

    def into(table)
      CSV.foreach(@path, headers: true).with_index(2) do |row, line|
        next if row.to_h.values.all?(&:nil?)

        table.add(tariff(row))
      rescue ArgumentError, TypeError => e
        @errors << "line #{line}: #{e.message}"
      end
      table
    end

    private

    def tariff(row)
      zone, weight, cents = row.values_at(*HEADERS)
      Tariff.new(zone: Integer(zone), weight: Float(weight), cents: Integer(cents))
    end
  end
end

if $PROGRAM_NAME == __FILE__
  options = { zone: 1, weight: 1.0 }
  parser = OptionParser.new do |opts|
    opts.banner = "Usage: tariffs [options] FILE"
    opts.on("-z", "--zone ZONE", Integer) { |zone| options[:zone] = zone }
    opts.on("-l", "--list", "List the zones") { options[:list] = true }
    opts.on("-w", "--weight KG", Float) { |weight| options[:weight] = weight }
  end
  path = parser.parse!.first
  abort parser.help if path.nil?

  import = Tariffs::Import.new(path)
  table = import.into(Tariffs::Table.new)
  warn import.errors
  if options[:list]
    table.zones.each { |zone| puts "#{zone}: up to #{table.heaviest(zone)} kg" }
    exit
  end
  puts table.price(options[:zone], options[:weight]) || "no tariff"
end
