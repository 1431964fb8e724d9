-- Takes back what one accepted request has spent: removes its entries from the append log (see append-log-1-4.lua).
-- Entries that were cut off meanwhile no longer count, so there is nothing to take back.
-- KEYS[1]  append log
-- ARGV[1]  time of the entries as the decision returned it, unix ms
-- ARGV[2]  how many at most
-- Returns  how many were removed.

local log = redis.call('GET', KEYS[1])
if not log then
  return 0
end
local entry = struct.pack('>I4', tonumber(ARGV[1]) % 4294967296)
local most = tonumber(ARGV[2])
local last = math.floor(#log / 4)
-- Newest first: a refund follows its request closely.
while last > 0 and string.sub(log, last * 4 - 3, last * 4) ~= entry do
  last = last - 1
end
local first = last
while first > 0 and last - first < most and string.sub(log, first * 4 - 3, first * 4) == entry do
  first = first - 1
end
if last > first then
  local rest = string.sub(log, 1, first * 4) .. string.sub(log, last * 4 + 1)
  if rest == '' then
    redis.call('DEL', KEYS[1])
  else
    redis.call('SET', KEYS[1], rest, 'KEEPTTL')
  end
end
return last - first
