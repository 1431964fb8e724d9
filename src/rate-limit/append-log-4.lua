-- The limit decision: may this caller pass, and how much is left? One call answers session and account liveness, the
-- behaviour multiplier, an admin's override, the plan window and the burst rule; nothing is written unless all agree.
--
-- The append log. One string per subject holds the time of every accepted request, oldest first, as 4 bytes each:
-- unix ms modulo 2^32, big-endian. Times never decrease (a clock that steps back counts as standing still at the newest
-- entry), so a window's edge is found by binary search and every window is read from the same log: the counts are
-- exact, also right after a limit has changed. A request of cost c is judged as c requests at once and logged as c
-- equal entries; a cost is capped at each policy's limit, so that it can pass at all.
--   plan window   at most `limit` entries with  time > now - window
--   burst         when the newest and the `burst`-th newest entry lie at most `burst window` apart, however long ago,
--                 the next request passes only `pause` after the newest
-- A write cuts off the entries that neither rule can reach any more, also when the write is refunded (keep: the longest
-- of window and pause + burst window), once they outweigh the rest. Refused calls write nothing. The key outlives its
-- newest entry by that time at least: its life is 1.5 times that, renewed at the first write in each half of it, which
-- saves asking for the TTL.
--
-- Who calls. The caller of the script hands in what it knew last of the account, the session and the limits that follow
-- from them; while Redis mirrors the same, two comparisons stand for all parsing. Otherwise the account is read here and
-- its plan looked up in the table, so that a change counts at once, and still in one call.
--
-- KEYS[1]  append log            KEYS[2]  behaviour multiplier, `<multiplier>:<unix ms>`
-- KEYS[3]  account mirror        KEYS[4]  session mirror (text forms: users/account-mirror, auth/session-mirror)
-- ARGV[1]  the numbers of the decision in 23 bytes of seven bits each, high first, which costs less to read than digits:
--          mode (1 byte); limit, burst (0: no burst rule), cost (0: only look, as for a cost of 1, and write nothing)
--          (2 bytes each); window, burst window, pause, keep, all ms (4 bytes each)
--            mode 0  these limits hold; only the log is read
--            mode 1  these limits hold, times the multiplier; account and session are not read
--            mode 2  these limits hold while account and session are as in ARGV[2] and ARGV[3]
--            mode 3  as 2, times the multiplier
--            mode 4  neither is known: limits come from the account and the table
-- ARGV[2]  account text known    ARGV[3]  session text known
-- ARGV[4]  plan table: `;<name>=<limit>,<window ms>,<burst>,<burst window ms>,<pause ms>;...;`; the first plan is that
--          of accounts whose plan is not in it
-- ARGV[5]  tests only: the time, unix ms, instead of the server's; the key then lives for ever
-- Returns  {-1}                      account or session is not mirrored: nothing was judged
--          {-2, account, session}    session or account is over: nothing was spent
--          {verdict, wait ms, remaining, reset ms, burst remaining, burst reset ms, time of the entries},
--          followed by {limit, burst limit, multiplier x 1000} when they differ from those handed in, and by
--          {account, session} when they were read here
--          with verdict 0 pass, 1 refused by the plan window, 2 by the burst rule (by the one that makes the caller wait
--          longer), 3 blocked; reset is the time until `remaining` next rises, 0 when it is full; wait is 0 or the exact
--          time until the same request would pass.

local WRAP = 4294967296
local MULTIPLIER_LIFE = 60000
local call, unpack, floor = redis.call, struct.unpack, math.floor

local mode, l1, l0, b1, b0, c1, c0, w3, w2, w1, w0, v3, v2, v1, v0, p3, p2, p1, p0, k3, k2, k1, k0 =
  string.byte(ARGV[1], 1, 23)
local limit, burst, cost = l1 * 128 + l0, b1 * 128 + b0, c1 * 128 + c0
local window = ((w3 * 128 + w2) * 128 + w1) * 128 + w0
local burstWindow = ((v3 * 128 + v2) * 128 + v1) * 128 + v0
local pause = ((p3 * 128 + p2) * 128 + p1) * 128 + p0

local clock = ARGV[5] and tonumber(ARGV[5])
if not clock then
  local time = call('TIME')
  clock = time[1] * 1000 + floor(time[2] / 1000)
end

local log, behaviour, account, session
if mode == 0 then
  log = call('GET', KEYS[1])
elseif mode == 1 then
  local held = call('MGET', KEYS[1], KEYS[2])
  log, behaviour = held[1], held[2]
else
  local held = call('MGET', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
  log, behaviour = held[1], held[2]
  if mode == 4 or held[3] ~= ARGV[2] or held[4] ~= ARGV[3] then
    account, session = held[3], held[4]
    if not account or not session then
      return { -1 }
    end
    local status, plan, role, overrideLimit, overrideBurst, overrideExpiry, notBefore =
      string.match(account, '^%d+|(%a+)|([^|]+)|(%a+)|[^|]*|(%d*)|(%d*)|(%d*)|(%d+)$')
    local live, created, idle, absolute = string.match(session, '^%d+|(%a+)|(%d+)|(%d+)|(%d+)$')
    if not status or not live then
      return { -1 }
    end
    if
      status ~= 'active'
      or live ~= 'live'
      or tonumber(created) < tonumber(notBefore)
      or tonumber(idle) <= clock
      or tonumber(absolute) <= clock
    then
      return { -2, account, session }
    end
    local plans = ARGV[4]
    local _, row = string.find(plans, ';' .. plan .. '=', 1, true)
    if not row then
      _, row = string.find(plans, '=', 1, true)
    end
    limit, window, burst, burstWindow, pause = string.match(plans, '^(%d+),(%d+),(%d+),(%d+),(%d+);', row + 1)
    limit, window, burst, burstWindow, pause =
      tonumber(limit), tonumber(window), tonumber(burst), tonumber(burstWindow), tonumber(pause)
    mode = role == 'admin' and 2 or 3
    if overrideLimit ~= '' and tonumber(overrideExpiry) > clock then
      mode = 2
      local planLimit = limit
      limit = tonumber(overrideLimit)
      if limit == 0 then
        local left = tonumber(overrideExpiry) - clock
        return { 3, left, 0, left, 0, left, clock, 0, 0, 1000, account, session }
      end
      if burst > 0 then
        burst = tonumber(overrideBurst) or floor(burst * limit / planLimit)
        burst = burst < 1 and 1 or burst
      end
    end
  end
end

local multiplier = 1
if behaviour and (mode == 1 or mode == 3) then
  local factor, stamp = string.match(behaviour, '^([%d.]+):(%d+)$')
  factor = tonumber(factor)
  if factor and factor ~= 1 and factor > 0 and factor <= 4 and clock - stamp <= MULTIPLIER_LIFE then
    multiplier = factor
    limit = floor(limit * factor)
    limit = limit < 1 and 1 or limit
    if burst > 0 then
      burst = floor(burst * factor)
      burst = burst < 1 and 1 or burst
    end
  end
end

-- Count. Entries are numbered from 0, the oldest.
local now = clock
local now32 = now % WRAP
local function age(index)
  return (now32 - unpack('>I4', log, index * 4 + 1)) % WRAP
end
-- The first entry from `low` on that is younger than `limitAge`; `high` when none before it is.
local function edge(limitAge, low, high)
  while low < high do
    local middle = floor((low + high) / 2)
    if (now32 - unpack('>I4', log, middle * 4 + 1)) % WRAP < limitAge then
      high = middle
    else
      low = middle + 1
    end
  end
  return low
end

local count, used, burstUsed, newestAge = 0, 0, 0, 0
if log and #log > 3 then
  count = floor(#log / 4)
  newestAge = age(count - 1)
  if newestAge >= WRAP / 2 then
    now = now + WRAP - newestAge
    now32 = now % WRAP
    newestAge = 0
  end
  local first = count
  if newestAge < window then
    first = age(0) < window and 0 or edge(window, 1, count - 1)
  end
  used = count - first
  if burst > 0 and newestAge <= burstWindow then
    burstUsed = count - edge(burstWindow + 1, burstWindow < window and first or 0, count - 1)
  end
end
-- How long the clock takes to reach `now`: added to every time that is told.
local behind = now - clock

-- Judge: the time to wait under each rule.
local verdict, wait = 0, 0
local requests = cost > 0 and cost or 1
local planCost = requests < limit and requests or limit
if used + planCost > limit then
  verdict, wait = 1, window - age(count - limit + planCost - 1)
end
local rested = true
if burst > 0 then
  local burstWait = 0
  if count >= burst and newestAge < pause and age(count - burst) - newestAge <= burstWindow then
    rested, burstWait = false, pause - newestAge
  end
  local burstCost = requests < burst and requests or burst
  if burstCost > 1 and burstUsed + burstCost > burst then
    local more = burstWindow + 1 - age(count - burst + burstCost - 1)
    burstWait = more > burstWait and more or burstWait
  end
  if burstWait > wait then
    verdict, wait = 2, burstWait
  end
end

-- Spend.
local total = count
if verdict == 0 and cost > 0 then
  local most = limit > burst and limit or burst
  local spent = cost < most and cost or most
  local entries = struct.pack('>I4', now32)
  if spent > 1 then
    entries = string.rep(entries, spent)
  end
  local keep = ((k3 * 128 + k2) * 128 + k1) * 128 + k0
  local dead = count - used
  if dead > used + spent and keep > window then
    dead = edge(keep, 0, count)
  end
  local life = floor(keep * 1.5)
  if count == 0 or dead > count - dead + spent then
    entries = log and string.sub(log, dead * 4 + 1) .. entries or entries
    if ARGV[5] then
      call('SET', KEYS[1], entries)
    else
      call('SET', KEYS[1], entries, 'PX', life)
    end
  else
    call('APPEND', KEYS[1], entries)
    local half = keep / 2
    if not ARGV[5] and floor(now / half) ~= floor((now - newestAge) / half) then
      call('PEXPIRE', KEYS[1], life)
    end
  end
  total = count + spent
  used = used + spent
  burstUsed = burstUsed + spent
  rested = burstUsed < burst
  newestAge = 0
end

-- What is left, counting what was just spent; entries beyond the log read are those just written.
local left = used < limit and limit - used or 0
local reset = 0
if left < limit then
  local index = total - limit + left
  reset = window - (index < count and age(index) or 0) + behind
end
local burstLeft, burstReset = 0, 0
if burst > 0 then
  if rested then
    burstLeft = burst - burstUsed
    burstLeft = burstLeft < 1 and 1 or burstLeft
    if burstLeft < burst then
      local index = total - burst + burstLeft
      burstReset = burstWindow + 1 - (index < count and age(index) or 0) + behind
    end
  else
    burstReset = pause - newestAge + behind
  end
end
if verdict > 0 then
  wait = wait + behind
end
if multiplier == 1 and not account then
  return { verdict, wait, left, reset, burstLeft, burstReset, now }
end
return { verdict, wait, left, reset, burstLeft, burstReset, now, limit, burst, multiplier * 1000, account, session }
