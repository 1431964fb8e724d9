-- One attempt of a subject that gets some free tries and then must wait ever longer: 1, 2, 4 … s (auth design, §3.5).
-- The try is counted as a failure before it is made, so that a hundred parallel guesses are not judged all at once;
-- success deletes the key.
-- KEYS[1]  hash: `n` failures, `last` time of the newest, unix ms
-- ARGV     'take', free tries, longest wait ms, ms after which all is forgotten
--          'undo', time of the take that shall not have happened, `last` before it
-- Returns  take: {1, time of the take, `last` before it} or {0, ms to wait}; undo: {1}
if ARGV[1] == 'undo' then
  if redis.call('EXISTS', KEYS[1]) == 1 then
    redis.call('HINCRBY', KEYS[1], 'n', -1)
    if redis.call('HGET', KEYS[1], 'last') == ARGV[2] then
      redis.call('HSET', KEYS[1], 'last', ARGV[3])
    end
  end
  return {1}
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local free, longest, forget = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local held = redis.call('HMGET', KEYS[1], 'n', 'last')
local n, last = tonumber(held[1]) or 0, tonumber(held[2]) or 0
if n >= free then
  local wait = math.min(longest, 1000 * 2 ^ math.min(n - free, 30))
  if now < last + wait then
    return {0, last + wait - now}
  end
end
redis.call('HSET', KEYS[1], 'n', n + 1, 'last', now)
redis.call('PEXPIRE', KEYS[1], forget)
return {1, now, last}
