-- Says that an instance runs, and counts those that do.
-- KEYS[1]  sorted set of instances by their last heartbeat, unix ms of the server
-- ARGV[1]  id of the instance
-- ARGV[2]  life of a heartbeat, ms; 0 takes this instance out
-- Returns  how many instances run.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local life = tonumber(ARGV[2])
if life == 0 then
  redis.call('ZREM', KEYS[1], ARGV[1])
else
  redis.call('ZADD', KEYS[1], now, ARGV[1])
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - life)
  redis.call('PEXPIRE', KEYS[1], life)
end
return redis.call('ZCARD', KEYS[1])
