# frozen_string_literal: true

require "logger"
require "redis"
require "yaml"

module Jobs
  Job = Struct.new(:name, :arguments, :tries, keyword_init: true)

  class Unreadable < StandardError; end

  # Takes the jobs that the shops push on the shared list.
  class Runner
    MAX_TRIES = 3

    def initialize(redis: Redis.new, logger: Logger.new($stdout))
      @redis = redis
      @logger = logger
      @handlers = {}
    end

    def on(name, &block)
      @handlers[name] = block
    end

    def run(limit: nil)
      done = 0
      until limit && done >= limit
        payload = next_payload
        break if payload.nil?

        perform(payload)
        done += 1
      end
      done
    end

    private

    def next_payload
      _list, payload = @redis.blpop("jobs", timeout: 5)
      payload
    end

    def parse(payload)
      data = YAML.unsafe_load(payload, symbolize_names: true)
      raise Unreadable, "not a job" unless data.is_a?(Hash) && data[:name].is_a?(String)

      Job.new(name: data[:name], arguments: Array(data[:arguments]), tries: data.fetch(:tries, 0))
    rescue Psych::Exception => e
      raise Unreadable, e.message
    end

    def perform(payload)
      job = parse(payload)
      handler = @handlers[job.name]
      if handler.nil?
        @logger.warn("no handler for #{job.name.inspect}")
        return
      end
      handler.call(*job.arguments)
    rescue Unreadable => e
      @logger.error("dropped a payload: #{e.message.inspect}")
    rescue StandardError => e
      @logger.error("#{job.name.inspect}: #{e.class}")
      again(job)
    end

    def again(job)
      return if job.tries >= MAX_TRIES

      text = YAML.dump({ "name" => job.name, "arguments" => job.arguments, "tries" => job.tries + 1 })
      @redis.rpush("jobs", text)
    end
  end
end
