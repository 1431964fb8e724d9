-- Takes one of at most `limit` places in any window of time. The caller gives a place back with ZREM when the event
-- turns out not to count.
-- KEYS[1]  sorted set of the events in the window: member = id, score = unix ms
-- ARGV     limit, window ms, id of this event
-- Returns  {1} or {0, ms until a place is free}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local count = redis.call('ZCARD', KEYS[1])
if count >= limit then
  -- With a limit that was lowered, more than one place must lapse.
  local blocker = redis.call('ZRANGE', KEYS[1], count - limit, count - limit, 'WITHSCORES')
  return {0, blocker[2] + window - now}
end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('PEXPIRE', KEYS[1], window)
return {1}
