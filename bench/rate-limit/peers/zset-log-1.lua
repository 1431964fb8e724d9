-- Peer: the sliding log as a sorted set, in one script (atomic; refused calls are not logged),
-- with the answers that the headers need: what is left, and when more will be.
-- KEYS[1] sorted set   ARGV[1] limit   ARGV[2] window, ms   ARGV[3] unique member
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local used = redis.call('ZCARD', KEYS[1])
local limit = tonumber(ARGV[1])
local passes = used < limit
if passes then
  redis.call('ZADD', KEYS[1], now, ARGV[3])
  redis.call('PEXPIRE', KEYS[1], window)
  used = used + 1
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return { passes and 1 or 0, limit - used, oldest[2] + window - now }
