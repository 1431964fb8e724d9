# frozen_string_literal: true

require "socket"

# Speaks the text protocol of the collector: one line for each value.
class Collector
  NAME = /^[a-z][a-z0-9.]{0,60}$/

  def initialize(host, port)
    @socket = TCPSocket.new(host, port)
  end

  def report(name, value)
    raise ArgumentError, "name of the sensor" unless name.match?(NAME)

    @socket.write("put #{name} #{Float(value)} #{Time.now.to_i}\n")
  end

  def close
    @socket.close
  end
end

if $PROGRAM_NAME == __FILE__
  collector = Collector.new("127.0.0.1", 4242)
  begin
    collector.report(ENV.fetch("SENSOR"), ENV.fetch("VALUE"))
  ensure
    collector.close
  end
end
