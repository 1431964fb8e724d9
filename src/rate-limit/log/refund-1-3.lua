-- Takes back what one accepted request has spent: removes its entries from the logs it was counted in (see
-- append-log-1-6.lua). Entries that were cut off meanwhile no longer count, so there is nothing to take back.
-- KEYS     the logs: the subject's own, then those of the route's policy and of the API key where it is counted there
-- ARGV[1]  time of the entries as the decision returned it, unix ms
-- ARGV[2]  and on: how many at most in each of the logs
-- Returns  how many were removed.

local time = tonumber(ARGV[1]) % 4294967296
local entry = struct.pack('>I4', time)
local removed = 0
for number, key in ipairs(KEYS) do
  local log, most = redis.call('GET', key), tonumber(ARGV[number + 1])
  local last = log and #log / 4 or 0
  -- Newest first, since a refund follows its request closely; older than that time there are none.
  while last > 0 do
    local after = (struct.unpack('>I4', log, last * 4 - 3) - time) % 4294967296
    if after == 0 or after >= 2147483648 then break end
    last = last - 1
  end
  local first = last
  while first > 0 and last - first < most and string.sub(log, first * 4 - 3, first * 4) == entry do
    first = first - 1
  end
  if last > first then
    local rest = string.sub(log, 1, first * 4) .. string.sub(log, last * 4 + 1)
    if rest == '' then
      redis.call('DEL', key)
    else
      redis.call('SET', key, rest, 'KEEPTTL')
    end
    removed = removed + last - first
  end
end
return removed
