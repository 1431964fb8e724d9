-- Adds one part of what an instance has counted; written once, however often it is sent.
-- KEYS[1]   number of the last part written by this instance
-- KEYS[2-4] active subjects: sorted set by time, mark of its overflow, HyperLogLog of these seconds
-- KEYS[5-7] subjects near their limit: the same
-- KEYS[8]   decisions of the minute, KEYS[9] of the hour: hashes
-- KEYS[10]  most refused subjects of the minute, KEYS[11] of the hour: sorted sets
-- ARGV[1]   number of the part
-- ARGV[2]   time of what is active and near in it, unix ms of the server
-- ARGV[3-6] how many follow of each kind: decisions (name, count) · subjects (name, refused * 2^26 + requests) ·
--           active (name) · near (name)
-- Returns   the server's time, unix ms.

local RECENT_MS = 60000
-- Subjects that a set of recent ones holds; with more, they are estimated.
local RECENT_LIMIT = 4096
local ESTIMATE_TTL_S = 70
-- Subjects that are kept of a minute or an hour.
local OFFENDERS_LIMIT = 200
local COUNTS_TTL_S = 93600
local WRITTEN_TTL_S = 3600

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local part = tonumber(ARGV[1])
if tonumber(redis.call('GET', KEYS[1]) or '0') >= part then
  return now
end
redis.call('SET', KEYS[1], ARGV[1], 'EX', WRITTEN_TTL_S)

-- After a failover the instance may still know the clock of the other server.
local time = string.format('%d', math.min(tonumber(ARGV[2]), now))

local next_argument = 7
local function take(count)
  local from = next_argument
  next_argument = next_argument + count
  return from, next_argument - 1
end

local function add_recent(set, overflow, estimate, count)
  local from, to = take(count)
  if count == 0 then
    return
  end
  redis.call('PFADD', estimate, unpack(ARGV, from, to))
  redis.call('EXPIRE', estimate, ESTIMATE_TTL_S)
  redis.call('ZREMRANGEBYSCORE', set, '-inf', now - RECENT_MS)
  if redis.call('ZCARD', set) + count > RECENT_LIMIT then
    -- The set misses somebody from now on, until they would have left it anyway.
    redis.call('SET', overflow, '1', 'PX', RECENT_MS)
    return
  end
  local scored = {}
  for i = from, to do
    scored[#scored + 1] = time
    scored[#scored + 1] = ARGV[i]
  end
  redis.call('ZADD', set, 'GT', unpack(scored))
  redis.call('PEXPIRE', set, RECENT_MS)
end

local function add_counts(minute, hour, from, to)
  for i = from, to, 2 do
    redis.call('HINCRBY', minute, ARGV[i], ARGV[i + 1])
    redis.call('HINCRBY', hour, ARGV[i], ARGV[i + 1])
  end
  redis.call('EXPIRE', minute, COUNTS_TTL_S)
  redis.call('EXPIRE', hour, COUNTS_TTL_S)
end

local function add_offenders(set, from, to)
  for i = from, to, 2 do
    redis.call('ZINCRBY', set, ARGV[i + 1], ARGV[i])
  end
  redis.call('ZREMRANGEBYRANK', set, 0, -OFFENDERS_LIMIT - 1)
  redis.call('EXPIRE', set, COUNTS_TTL_S)
end

local decisions, offenders = tonumber(ARGV[3]), tonumber(ARGV[4])
local from, to = take(2 * decisions)
if decisions > 0 then
  add_counts(KEYS[8], KEYS[9], from, to)
end
from, to = take(2 * offenders)
if offenders > 0 then
  add_offenders(KEYS[10], from, to)
  add_offenders(KEYS[11], from, to)
end
add_recent(KEYS[2], KEYS[3], KEYS[4], tonumber(ARGV[5]))
add_recent(KEYS[5], KEYS[6], KEYS[7], tonumber(ARGV[6]))
return now
