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
-- KEYS[1]  append log            KEYS[2]  behaviour multiplier, `<multiplier>:<unix ms>`
-- KEYS[3]  account mirror        KEYS[4]  session mirror (text forms: users/account-mirror, auth/session-mirror)
-- ARGV[1]  plan table: `<keep ms>;<name>=<limit>,<window ms>,<burst>,<burst window ms>,<pause ms>;...`
--          with a `;` after each; a burst of 0 is no burst rule. The first plan is that of accounts whose plan is unknown.
-- ARGV[2]  cost; 0 only looks: it judges a request of cost 1 and writes nothing
-- ARGV[3]  empty: the caller has a session, and its account names the plan; else the name of the plan, and no account is read
-- ARGV[4]  `1` when the behaviour multiplier counts for a caller without session
-- ARGV[5]  tests only: the time, unix ms, instead of the server's; the key then lives for ever
-- Returns  {'miss'}                       account or session is not mirrored: nothing was judged
--          {'dead', account, session}     session or account is over: nothing was spent
--          {verdict, wait ms, base limit, multiplier x 1000, limit, remaining, reset ms, burst limit, burst remaining,
--           burst reset ms, plan, time of the entries, account, session}
--          with verdict `pass`, `plan` or `burst` (the policy that makes the caller wait longest) or `block`; reset is
--          the time until `remaining` next rises, 0 when it is full; wait is 0 or the exact time until this would pass.

local WRAP = 4294967296
local MULTIPLIER_LIFE = 60000

local held = redis.call('MGET', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
local clock
if ARGV[5] then
  clock = tonumber(ARGV[5])
else
  local time = redis.call('TIME')
  clock = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Who calls.
local plan = ARGV[3]
local account, session = '', ''
local multiplied = ARGV[4] == '1'
local overrideLimit, overrideBurst, overrideExpiry
if plan == '' then
  account, session = held[3], held[4]
  if not account or not session then
    return { 'miss' }
  end
  local status, role, notBefore
  status, plan, role, overrideLimit, overrideBurst, overrideExpiry, notBefore =
    string.match(account, '^%d+|(%a+)|([^|]+)|(%a+)|[^|]*|(%d*)|(%d*)|(%d*)|(%d+)$')
  local live, created, idle, absolute = string.match(session, '^%d+|(%a+)|(%d+)|(%d+)|(%d+)$')
  if not status or not live then
    return { 'miss' }
  end
  if
    status ~= 'active'
    or live ~= 'live'
    or tonumber(created) < tonumber(notBefore)
    or tonumber(idle) <= clock
    or tonumber(absolute) <= clock
  then
    return { 'dead', account, session }
  end
  multiplied = role ~= 'admin'
  if overrideLimit == '' or tonumber(overrideExpiry) <= clock then
    overrideLimit = nil
  end
end

-- Its limits.
local plans = ARGV[1]
local _, rowAt = string.find(plans, ';' .. plan .. '=', 1, true)
if not rowAt then
  _, rowAt = string.find(plans, '=', 1, true)
end
local limit, window, burst, burstWindow, pause = string.match(plans, '^(%d+),(%d+),(%d+),(%d+),(%d+);', rowAt + 1)
limit, window, burst, burstWindow, pause =
  tonumber(limit), tonumber(window), tonumber(burst), tonumber(burstWindow), tonumber(pause)
local base = limit
local multiplier = 1
if overrideLimit then
  local planLimit = limit
  limit = tonumber(overrideLimit)
  if limit == 0 then
    local left = tonumber(overrideExpiry) - clock
    return { 'block', left, base, 1000, 0, 0, left, 0, 0, left, plan, clock, account, session }
  end
  if burst > 0 then
    burst = overrideBurst ~= '' and tonumber(overrideBurst) or math.floor(burst * limit / planLimit)
    burst = math.max(burst, 1)
  end
elseif multiplied and held[2] then
  local factor, stamp = string.match(held[2], '^([%d.]+):(%d+)$')
  factor = tonumber(factor)
  if factor and factor > 0 and factor <= 4 and clock - tonumber(stamp) <= MULTIPLIER_LIFE then
    multiplier = factor
    limit = math.max(math.floor(limit * factor), 1)
    if burst > 0 then
      burst = math.max(math.floor(burst * factor), 1)
    end
  end
end

-- The log. Entries are counted from 0, the oldest.
local log = held[1] or ''
local count = math.floor(#log / 4)
local now = clock
local byte = string.byte
local now32 = now % WRAP

local function age(index)
  local a, b, c, d = byte(log, index * 4 + 1, index * 4 + 4)
  return (now32 - (a * 16777216 + b * 65536 + c * 256 + d)) % WRAP
end

local newestAge
if count > 0 then
  newestAge = age(count - 1)
  if newestAge >= WRAP / 2 then
    now = now + WRAP - newestAge
    now32 = now % WRAP
    newestAge = 0
  end
end
-- How long the clock takes to reach `now`: added to every time that is told.
local behind = now - clock

-- How many entries are younger than `limitAge`, given that those before `low` are not.
local function younger(limitAge, low)
  local high = count
  if low < high and age(low) < limitAge then
    return high - low
  end
  while low < high do
    local middle = math.floor((low + high) / 2)
    if age(middle) < limitAge then
      high = middle
    else
      low = middle + 1
    end
  end
  return count - low
end

-- Judge: the time to wait under each rule.
local given = tonumber(ARGV[2])
local cost = math.max(given, 1)
local used = younger(window, 0)
local planCost = math.min(cost, limit)
local planWait = 0
if used + planCost > limit then
  planWait = window - age(count - limit + planCost - 1)
end

local burstUsed, burstWait, rested = 0, 0, true
if burst > 0 then
  burstUsed = younger(burstWindow + 1, burstWindow < window and count - used or 0)
  if count >= burst and newestAge < pause and age(count - burst) - newestAge <= burstWindow then
    rested = false
    burstWait = pause - newestAge
  end
  local burstCost = math.min(cost, burst)
  if burstCost > 1 and burstUsed + burstCost > burst then
    burstWait = math.max(burstWait, burstWindow + 1 - age(count - burst + burstCost - 1))
  end
end

-- Spend.
local verdict = 'pass'
if planWait > 0 or burstWait > 0 then
  verdict = planWait >= burstWait and 'plan' or 'burst'
end
local spent = 0
if verdict == 'pass' and given > 0 then
  spent = math.min(given, math.max(limit, burst))
  local keep = tonumber(string.match(plans, '^%d+'))
  local entries = string.rep(struct.pack('>I4', now32), spent)
  local dead = count - used
  if dead > used + spent and keep > window then
    dead = count - younger(keep, 0)
  end
  if count == 0 or dead > count - dead + spent then
    entries = string.sub(log, dead * 4 + 1) .. entries
    if ARGV[5] then
      redis.call('SET', KEYS[1], entries)
    else
      redis.call('SET', KEYS[1], entries, 'PX', math.floor(keep * 1.5))
    end
  else
    redis.call('APPEND', KEYS[1], entries)
    local half = keep / 2
    if not ARGV[5] and math.floor(now / half) ~= math.floor((now - newestAge) / half) then
      redis.call('PEXPIRE', KEYS[1], math.floor(keep * 1.5))
    end
  end
end

-- What is left, counting what was just spent.
local total = count + spent
local function ageAfter(index)
  return index >= count and 0 or age(index)
end

local left = math.max(limit - used - spent, 0)
local reset = 0
if left < limit then
  reset = window - ageAfter(total - limit + left) + behind
end

local burstLeft, burstReset = 0, 0
if burst > 0 then
  burstUsed = burstUsed + spent
  if spent > 0 then
    rested = burstUsed < burst
    newestAge = 0
  end
  if rested then
    burstLeft = math.max(burst - burstUsed, 1)
    if burstLeft < burst then
      burstReset = burstWindow + 1 - ageAfter(total - burst + burstLeft) + behind
    end
  else
    burstReset = pause - newestAge + behind
  end
end

local wait = math.max(planWait, burstWait)
if wait > 0 then
  wait = wait + behind
end
return {
  verdict,
  wait,
  base,
  multiplier * 1000,
  limit,
  left,
  reset,
  burst,
  burstLeft,
  burstReset,
  plan,
  now,
  account,
  session,
}
