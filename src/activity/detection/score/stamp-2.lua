-- Tells the limiter a subject's multiplier, stamped with the server's time: the limiter does not believe a stamp older
-- than 60 s. What follows from a later state, perhaps found by another instance, is never overwritten by an earlier one.
-- KEYS[1]  detection hash       KEYS[2]  behaviour multiplier of the same subject: `<multiplier>:<unix ms>`
-- ARGV[1]  multiplier; 1 removes the key   ARGV[2]  n of the state it follows from   ARGV[3]  life of the key, ms
-- ARGV[4]  `f` when an admin has forced it, else empty
-- Returns  the multiplier that was in force before, or false when a later state has spoken.

local before = redis.call('GET', KEYS[2])
local stamped = redis.call('HGET', KEYS[1], 'stamped')
if stamped and tonumber(stamped) > tonumber(ARGV[2]) then
  return false
end
if tonumber(ARGV[1]) == 1 then
  redis.call('DEL', KEYS[2])
else
  local time = redis.call('TIME')
  local now = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
  redis.call('SET', KEYS[2], ARGV[1] .. ':' .. now .. ARGV[4], 'PX', ARGV[3])
end
-- A hash that has expired meanwhile must not come back without its life.
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('HSET', KEYS[1], 'stamped', ARGV[2])
end
return before and string.match(before, '^[^:]+') or '1'
