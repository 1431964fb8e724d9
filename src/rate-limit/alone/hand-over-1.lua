-- Tells Redis of requests that an instance admitted alone while Redis was not well, so that they count like any other:
-- puts their times into the append log (see append-log) where they belong.
-- KEYS[1]  append log
-- ARGV[1]  how long ago each was admitted, ms, 4 bytes big-endian, oldest first
-- ARGV[2]  for how long an entry can matter, ms
-- Returns  how many entries the log has now.

local WRAP = 4294967296
local unpack = struct.unpack
local log = redis.call('GET', KEYS[1]) or ''
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local keep = tonumber(ARGV[2])
-- The clock may have stepped back: it then stands still at the newest entry.
if #log > 0 then
  local ahead = (unpack('>I4', log, #log - 3) - now) % WRAP
  if ahead < WRAP / 2 then now = now + ahead end
end

local function ageInLog(index)
  return (now - unpack('>I4', log, index * 4 + 1)) % WRAP
end

local parts, at, count = {}, 0, #log / 4
for index = 0, #ARGV[1] / 4 - 1 do
  local age = unpack('>I4', ARGV[1], index * 4 + 1)
  if age < keep then
    local first = at
    while at < count and ageInLog(at) >= age do at = at + 1 end
    parts[#parts + 1] = string.sub(log, first * 4 + 1, at * 4)
    parts[#parts + 1] = struct.pack('>I4', (now - age) % WRAP)
  end
end
if #parts == 0 then return count end
parts[#parts + 1] = string.sub(log, at * 4 + 1)
local merged = table.concat(parts)
local life = redis.call('PTTL', KEYS[1])
redis.call('SET', KEYS[1], merged, 'PX', math.max(life, math.floor(keep * 1.5)))
return #merged / 4
