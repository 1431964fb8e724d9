-- Peer: the generic cell rate algorithm, as redis-cell has it.
-- KEYS[1] theoretical arrival time   ARGV[1] limit   ARGV[2] window, ms
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local limit = tonumber(ARGV[1])
local window = tonumber(ARGV[2])
local emission = window / limit
local arrival = tonumber(redis.call('GET', KEYS[1]) or now)
if arrival < now then
  arrival = now
end
local next = arrival + emission
local allowAt = next - window
if now < allowAt then
  return { 0, 0, math.ceil(allowAt - now) }
end
redis.call('SET', KEYS[1], next, 'PX', math.ceil(next - now))
return { 1, math.floor((now - allowAt) / emission), 0 }
