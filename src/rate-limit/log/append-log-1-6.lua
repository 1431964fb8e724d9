-- The limit decision: may this caller pass, and how much is left? One call answers session and account liveness, the
-- behaviour multiplier, an admin's override, and every window of the plan and of the route's own policy; nothing is
-- written unless all agree.
--
-- The append log. One string per subject holds the time of every accepted request, oldest first, as 4 bytes each:
-- unix ms modulo 2^32, big-endian. Times never decrease (a clock that steps back counts as standing still at the newest
-- entry), so a window's edge is found by binary search and every window is read from the same log: the counts are
-- exact, also right after a limit has changed. A request of cost c is judged as c requests at once and logged as c
-- equal entries; a cost is capped at each policy's limit, so that it can pass at all.
--   window   at most `limit` entries with  time > now - window: the plan's first one, and any number of further ones
--   burst    when the newest and the `burst`-th newest entry lie at most `burst window` apart, however long ago,
--            the next request passes only `pause` after the newest
-- A policy of the route's own is further windows over a log of its own, and so is the limit that an API key may have
-- besides its owner's: as many requests in the plan's window, which neither multiplier nor override scales. All logs are
-- written, or none. What is in shadow mode is judged and told, and never refuses.
-- A write cuts off the entries that no rule can reach any more, also when the write is refunded (`keep`: the longest
-- time that any plan looks back), once they outweigh the rest; and those before the newest 16,384, since no limit is
-- higher. Refused calls write nothing. The key outlives its newest entry by `keep` at least: its life is 1.5 times that,
-- renewed at the first write in each half of it, which saves asking for the TTL.
--
-- What it costs. Redis' Lua hashes every string it makes over all of its bytes, 1 ns each; a command costs 400. So a
-- log of a few hundred entries is read whole, and of a longer one its end and pieces. A packed string is cheaper to
-- return than an array. Functions take all they need as arguments: a captured local costs more than a call. Windows
-- beyond the first and the burst rule cost a table each; who has none pays one comparison for them.
--
-- Who calls. The caller of the script hands in what it knew last of account, session and the limits that follow from
-- them; while Redis mirrors the same, two comparisons stand for all parsing. Where it does not, the caller is told so and
-- asks again with the table of all plans (mode 4), so that a change counts at once and nobody else carries the table.
--
-- KEYS[1]  append log            KEYS[2]  behaviour multiplier, `<multiplier>:<unix ms>`, with `f` at its end where an admin has
--          forced it, which counts before the allow list (from mode 1 on)
-- KEYS[3]  account mirror        KEYS[4]  mirror of the session or the API key (from mode 2 on;
--          users/account-mirror, auth/session-mirror, auth/api-keys/key-mirror)
-- then, where the route has a policy of its own, the log of that policy; and where the caller is an API key that has a
-- limit of its own, or may have one (mode 4), the log of the key
-- ARGV[1]  the numbers of the decision in bytes of seven bits, high first, which cost less to read than digits:
--          mode (1 byte; + 8 when the first window is in shadow mode, + 16 when the burst rule is); limit, burst (0: no
--          burst rule), cost (0: only look, as for a cost of 1, and write nothing) (2 bytes each); window, burst window,
--          pause, keep, all ms (4 bytes each); where there is more: keep of the route's log and of the key's, ms (4 bytes
--          each; 0: no such log), then for each further window flags (1 byte; 1 shadow, 2 of the route's log, 4 of the
--          key's), limit (2), window ms (4)
--            mode 0  these limits hold; only the log is read
--            mode 1  these limits hold, times the multiplier; account and session are not read
--            mode 2  these limits hold while account and session are as in ARGV[2] and ARGV[3]
--            mode 3  as 2, times the multiplier
--            mode 4  neither is known: limits come from the account and the table
--            modes 5 and 6  as 1 and 3, for an account on the allow list: the multiplier can only raise
-- ARGV[2]  account text known; in mode 4 the plan table: `;<name>=<limit>,<window ms>,<burst>,<burst window ms>,<pause
--          ms>,<shadow bits>|<flags>:<limit>:<window ms>|...;...;`; the first plan is that of accounts whose plan is not in it
-- ARGV[3]  session text known
-- ARGV[4]  tests only: the time, unix ms, instead of the server's; the key then lives for long
-- Returns  nothing: account or session is not mirrored, nothing was judged; 0: they are not those known, nothing was
--          judged; {account, session}: one of them is over, nothing was spent; {account, session, decision} in mode 4;
--          else the decision, big-endian: verdict (1 byte), wait ms (6), remaining (2), reset ms (6), burst remaining (2),
--          burst reset ms (6), time of the entries (6); unless all are those handed in: limit, burst limit, multiplier
--          x 1000, ms for which that multiplier still holds (2 each); where there are further windows or shadows: bits of
--          the shadows that would have refused (2; the first window, the burst rule, then further ones), and for each
--          further window limit (2), remaining (2), reset ms (6). Verdict 0 is pass, 1 refused by the first window, 2 by
--          the burst rule, 4 and on by a further window (of several by the one that makes the caller wait longest), 3 blocked;
--          reset is the time until `remaining` next rises, 0 when it is full; wait is 0 or the exact time until the same
--          request would pass.

local WRAP = 4294967296
local MULTIPLIER_LIFE = 60000
-- Highest number that fits where limits stand.
local HIGHEST = 16383
-- Up to this limit the log is read whole; above, its last 64 entries.
local WHOLE = 256
local call, unpack = redis.call, struct.unpack

local mode, l1, l0, b1, b0, c1, c0, w3, w2, w1, w0, v3, v2, v1, v0, p3, p2, p1, p0, k3, k2, k1, k0, more =
  string.byte(ARGV[1], 1, 24)
local limit, burst, cost = l1 * 128 + l0, b1 * 128 + b0, c1 * 128 + c0
local window = ((w3 * 128 + w2) * 128 + w1) * 128 + w0
local burstWindow, pause
if burst > 0 then
  burstWindow = ((v3 * 128 + v2) * 128 + v1) * 128 + v0
  pause = ((p3 * 128 + p2) * 128 + p1) * 128 + p0
end
local shadowed, burstShadowed = false, false
if mode > 7 then
  shadowed, burstShadowed = mode % 16 > 7, mode > 15
  mode = mode % 8
end
-- `further` is nil when there are no further windows; `highest` is the highest limit of those over the first log.
-- A window is `of` log 0, the first one, 1, that of the route, or 2, that of the key.
local further, routeKeep, keyKeep, highest = nil, 0, 0, limit
if more then
  local r3, r2, r1, r0, a3, a2, a1, a0 = string.byte(ARGV[1], 24, 31)
  routeKeep = ((r3 * 128 + r2) * 128 + r1) * 128 + r0
  keyKeep = ((a3 * 128 + a2) * 128 + a1) * 128 + a0
  for at = 32, #ARGV[1], 7 do
    local flags, m1, m0, t3, t2, t1, t0 = string.byte(ARGV[1], at, at + 6)
    further = further or {}
    further[#further + 1] = {
      limit = m1 * 128 + m0,
      window = ((t3 * 128 + t2) * 128 + t1) * 128 + t0,
      shadow = flags % 2 == 1,
      of = (flags - flags % 2) / 2,
    }
    if flags < 2 and further[#further].limit > highest then highest = further[#further].limit end
  end
end

local clock = ARGV[4] and tonumber(ARGV[4])
if not clock then
  local time = call('TIME')
  clock = time[1] * 1000 + time[2] / 1000
  clock = clock - clock % 1
end

local raises = mode > 4
if raises then mode = mode == 5 and 1 or 3 end

-- `log` is nil until it is read, and false when there is none.
local log, behaviour, account, session
if mode == 1 then
  if highest > WHOLE then
    behaviour = call('GET', KEYS[2])
  else
    local held = call('MGET', KEYS[2], KEYS[1])
    behaviour, log = held[1], held[2]
  end
elseif mode > 1 then
  local held = (highest > WHOLE or mode == 4) and call('MGET', KEYS[2], KEYS[3], KEYS[4])
    or call('MGET', KEYS[2], KEYS[3], KEYS[4], KEYS[1])
  behaviour, log = held[1], held[4]
  if mode == 4 or held[2] ~= ARGV[2] or held[3] ~= ARGV[3] then
    account, session = held[2], held[3]
    if not account or not session then return false end
    if mode ~= 4 then return 0 end
    local status, plan, role, overrideLimit, overrideBurst, overrideExpiry, notBefore, blockedUntil, allowedUntil =
      string.match(account, '^%d+|(%a+)|([^|]+)|(%a+)|[^|]*|(%d*)|(%d*)|(%d*)|(%d+)|(%d*)|(%d*)$')
    local live, created, idle, absolute, keyLimit =
      string.match(session, '^%d+|(%a+)|(%d+)|(%d+)|(%d+)|?[^|]*|?(%d*)$')
    if not status or not live then return false end
    local inTime = tonumber(created) >= tonumber(notBefore) and tonumber(idle) > clock and tonumber(absolute) > clock
    if status ~= 'active' or live ~= 'live' or not inTime then return { account, session } end
    local plans = ARGV[2]
    local _, row = string.find(plans, ';' .. plan .. '=', 1, true)
    if not row then _, row = string.find(plans, '=', 1, true) end
    local l, w, b, v, p, shadows, windows =
      string.match(plans, '^(%d+),(%d+),(%d+),(%d+),(%d+),(%d)([^;]*);', row + 1)
    limit, window, burst, burstWindow, pause = tonumber(l), tonumber(w), tonumber(b), tonumber(v), tonumber(p)
    shadowed, burstShadowed = shadows % 2 == 1, tonumber(shadows) > 1
    highest = limit
    for flags, windowLimit, time in string.gmatch(windows, '|(%d):(%d+):(%d+)') do
      further = further or {}
      further[#further + 1] = {
        limit = tonumber(windowLimit),
        window = tonumber(time),
        shadow = flags % 2 == 1,
        of = math.floor(flags / 2),
      }
      if tonumber(flags) < 2 then highest = math.max(highest, tonumber(windowLimit)) end
    end
    if keyLimit ~= '' and keyKeep > 0 then
      further = further or {}
      further[#further + 1] = { limit = tonumber(keyLimit), window = window, shadow = false, of = 2 }
    end
    mode = role == 'admin' and 2 or 3
    raises = allowedUntil ~= '' and tonumber(allowedUntil) > clock
    local override = overrideLimit ~= '' and tonumber(overrideExpiry) > clock and tonumber(overrideLimit)
    if not raises then
      local blocked = tonumber(blockedUntil) or 0
      if override == 0 then blocked = math.max(blocked, tonumber(overrideExpiry)) end
      if blocked > clock then
        local left = blocked - clock
        local block = struct.pack('>BI6I2I6I2I6I6I2I2I2I2', 3, left, 0, left, 0, left, clock, 0, 0, 1000, 0)
        return { account, session, block }
      end
    end
    if override and override > 0 then
      mode = 2
      local planLimit = limit
      limit = override
      burst = burst > 0 and math.max(tonumber(overrideBurst) or math.floor(burst * limit / planLimit), 1) or 0
      for _, rule in ipairs(further or {}) do
        if rule.of < 2 then rule.limit = math.min(math.max(math.floor(rule.limit * limit / planLimit), 1), HIGHEST) end
      end
    end
  end
end

local multiplier, multiplierLeft = 1, 0
if behaviour and (mode == 1 or mode == 3) then
  local factor, stamp, forced = string.match(behaviour, '^([%d.]+):(%d+)(f?)$')
  factor = tonumber(factor)
  if factor and factor ~= 1 and factor > (raises and forced == '' and 1 or 0) and factor <= 4 and clock - stamp <= MULTIPLIER_LIFE then
    multiplier, multiplierLeft = factor, math.max(math.min(stamp + MULTIPLIER_LIFE + 1 - clock, 65535), 0)
    limit = math.max(math.floor(limit * factor), 1)
    burst = burst > 0 and math.max(math.floor(burst * factor), 1) or 0
    for _, rule in ipairs(further or {}) do
      if rule.of < 2 then rule.limit = math.min(math.max(math.floor(rule.limit * factor), 1), HIGHEST) end
    end
  end
end

-- Entries are numbered from 0, the oldest; `log` holds those from number `from` on.
local count, from = 0, 0
if log == nil then
  if highest > WHOLE then
    count = call('STRLEN', KEYS[1]) / 4
    log = count > 0 and call('GETRANGE', KEYS[1], '-256', '-1')
    from = count > 64 and count - 64 or 0
  else
    log = call('GET', KEYS[1])
  end
end
if from == 0 and log then count = #log / 4 end

-- Age of an entry that is at hand, or asked for.
local function ageOf(index, now32, key, log, from)
  if index < from then
    log, from = redis.call('GETRANGE', key, index * 4, index * 4 + 3), index
  end
  return (now32 - struct.unpack('>I4', log, (index - from) * 4 + 1)) % 4294967296
end

-- The oldest entry younger than `limitAge`, and its age. Known are an older entry, `low`, and a younger one, `high`.
-- Where the log is not at hand, a piece is read from where the edge lies if requests came evenly, then from the middle,
-- by turns (uneven ones cost a logarithm at worst); a rest of 300 entries costs no more than another piece.
local function edge(limitAge, low, lowAge, high, highAge, now32, key, log, from)
  local unpack, halve = struct.unpack, false
  if low < from then
    local age = (now32 - unpack('>I4', log)) % 4294967296
    if age >= limitAge then
      low = from
    elseif from < high then
      high, highAge = from, age
    end
    while low < from and high - low > 1 do
      local first, last = low + 1, high - 1
      if last - first > 300 then
        local share = halve and 0.5 or (lowAge - limitAge) / (lowAge - highAge)
        halve = not halve
        first = math.max(first, math.floor(low + (high - low) * share) - 16)
        last = math.min(first + 31, last)
      end
      local piece = redis.call('GETRANGE', key, first * 4, last * 4 + 3)
      local firstAge = (now32 - unpack('>I4', piece)) % 4294967296
      local lastAge = (now32 - unpack('>I4', piece, #piece - 3)) % 4294967296
      if firstAge < limitAge then
        high, highAge = first, firstAge
      elseif lastAge >= limitAge then
        low, lowAge = last, lastAge
      else
        low, high, highAge, log, from = first, last, lastAge, piece, first
      end
    end
  end
  while high - low > 1 do
    local middle = (low + high) / 2
    middle = middle - middle % 1
    local age = (now32 - unpack('>I4', log, (middle - from) * 4 + 1)) % 4294967296
    if age < limitAge then
      high, highAge = middle, age
    else
      low = middle
    end
  end
  return high, highAge
end

-- The time at which all is judged: that of the clock, or of the newest entry where that lies ahead.
local now, now32, newestAge = clock, clock % WRAP, 0
if count > 0 then
  newestAge = (now32 - unpack('>I4', log, #log - 3)) % WRAP
  if newestAge >= WRAP / 2 then
    now = now + WRAP - newestAge
    now32 = now % WRAP
    newestAge = 0
  end
end

-- The further logs, few entries each and read whole: of the route (1) and of the key (2), where a window stands on it.
local logs
if further then
  logs = {}
  for of, logKeep in ipairs({ routeKeep, further[#further].of == 2 and keyKeep or 0 }) do
    if logKeep > 0 then
      local key = KEYS[of == 1 and keyKeep > 0 and #KEYS - 1 or #KEYS]
      local whole = call('GET', key)
      local age = whole and (now32 - unpack('>I4', whole, #whole - 3)) % WRAP or 0
      if age >= WRAP / 2 then
        local ahead = WRAP - age
        now = now + ahead
        now32 = now % WRAP
        if count > 0 then newestAge = newestAge + ahead end
        if logs[1] and logs[1].count > 0 then logs[1].newestAge = logs[1].newestAge + ahead end
        age = 0
      end
      logs[of] = { key = key, keep = logKeep, log = whole, count = whole and #whole / 4 or 0, newestAge = age }
    end
  end
end

-- Count, up to the limits: no answer depends on what lies before. `first` is the oldest entry in the window.
local first, firstAge, burstFirst, burstFirstAge, crowded = count, 0, count, 0, false
if count > 0 then
  if newestAge < window then
    first = count > limit and count - limit or 0
    firstAge = ageOf(first, now32, KEYS[1], log, from)
    if firstAge >= window then
      first, firstAge = edge(window, first, firstAge, count - 1, newestAge, now32, KEYS[1], log, from)
    end
  end
  if burst > 0 and (newestAge <= burstWindow or newestAge < pause) then
    local oldest = count > burst and count - burst or 0
    local oldestAge
    if oldest <= first and firstAge - newestAge > burstWindow then
      -- All before it is older still, which is all there is to know.
      oldest, oldestAge = first, firstAge
    else
      oldestAge = ageOf(oldest, now32, KEYS[1], log, from)
    end
    crowded = count >= burst and newestAge < pause and oldestAge - newestAge <= burstWindow
    if oldestAge <= burstWindow then
      burstFirst, burstFirstAge = oldest, oldestAge
    elseif newestAge <= burstWindow then
      burstFirst, burstFirstAge =
        edge(burstWindow + 1, oldest, oldestAge, count - 1, newestAge, now32, KEYS[1], log, from)
    end
  end
end
local used, burstUsed = count - first, count - burstFirst
-- How long the clock takes to reach `now`: added to every time that is told.
local behind = now - clock

-- Judge: the time to wait under each rule.
local verdict, wait, requests, wouldRefuse = 0, 0, cost > 0 and cost or 1, 0
local planCost = requests < limit and requests or limit
if used + planCost > limit then
  local index = count - limit + planCost - 1
  if shadowed then
    wouldRefuse = 1
  else
    verdict, wait = 1, window - (index == first and firstAge or ageOf(index, now32, KEYS[1], log, from))
  end
end
if burst > 0 then
  local burstWait = crowded and pause - newestAge or 0
  local burstCost = requests < burst and requests or burst
  if burstCost > 1 and burstUsed + burstCost > burst then
    local more = burstWindow + 1 - ageOf(count - burst + burstCost - 1, now32, KEYS[1], log, from)
    burstWait = more > burstWait and more or burstWait
  end
  if burstShadowed then
    wouldRefuse = wouldRefuse + (burstWait > 0 and 2 or 0)
  elseif burstWait > wait then
    verdict, wait = 2, burstWait
  end
end
if further then
  local own = { key = KEYS[1], log = log, from = from, count = count, newestAge = newestAge }
  for number, rule in ipairs(further) do
    local of = logs[rule.of] or own
    rule.first = of.count
    if of.count > 0 and of.newestAge < rule.window then
      rule.first = of.count > rule.limit and of.count - rule.limit or 0
      local age = ageOf(rule.first, now32, of.key, of.log, of.from or 0)
      if age >= rule.window then
        rule.first =
          edge(rule.window, rule.first, age, of.count - 1, of.newestAge, now32, of.key, of.log, of.from or 0)
      end
    end
    local ruleCost = math.min(requests, rule.limit)
    if of.count - rule.first + ruleCost > rule.limit then
      local index = of.count - rule.limit + ruleCost - 1
      local ruleWait = rule.window - ageOf(index, now32, of.key, of.log, of.from or 0)
      if rule.shadow then
        wouldRefuse = wouldRefuse + 2 ^ (number + 1)
      elseif ruleWait > wait then
        verdict, wait = number + 3, ruleWait
      end
    end
  end
end

-- Spend.
local total = count
if verdict == 0 and cost > 0 then
  local most = limit > burst and limit or burst
  if further then
    for _, rule in ipairs(further) do
      local of = logs[rule.of]
      if of then
        of.most = math.max(of.most or 0, rule.limit)
      else
        most = math.max(most, rule.limit)
      end
    end
  end
  local spent = cost < most and cost or most
  local keep = ((k3 * 128 + k2) * 128 + k1) * 128 + k0
  local entry = struct.pack('>I4', now32)
  local entries = spent > 1 and string.rep(entry, spent) or entry
  local dead = first
  if dead > used + spent and (keep > window or shadowed) then
    local age = ageOf(0, now32, KEYS[1], log, from)
    dead = age < keep and 0 or newestAge >= keep and count
      or edge(keep, 0, age, count - 1, newestAge, now32, KEYS[1], log, from)
  end
  if dead <= count - dead + spent then dead = count + spent > 20480 and count + spent - 16384 or 0 end
  -- Redis doubles what an APPEND outgrows. A log written whole at 128 entries grows to 5 KB for a thousand of them, else
  -- to 7.
  if count == 0 or dead > 0 or count < 128 and count + spent >= 128 then
    if dead < from then log, from = call('GETRANGE', KEYS[1], dead * 4, -1), dead end
    entries = log and string.sub(log, (dead - from) * 4 + 1) .. entries or entries
    call('SET', KEYS[1], entries, 'PX', ARGV[4] and 1e12 or math.floor(keep * 1.5))
  else
    call('APPEND', KEYS[1], entries)
    -- The first write in another half of `keep` than the newest entry's.
    if newestAge > now % (keep / 2) and not ARGV[4] then
      call('PEXPIRE', KEYS[1], math.floor(keep * 1.5))
    end
  end
  total, used, burstUsed, newestAge = count + spent, used + spent, burstUsed + spent, 0
  crowded = burstUsed >= burst
  if logs then
    for _, of in pairs(logs) do
      -- Few entries, always at hand: written whole, without those that are over.
      of.spent = math.min(cost, of.most or 0)
      if of.spent > 0 then
        local over, old = 0, ''
        if of.count > 0 then
          local age = ageOf(0, now32, of.key, of.log, 0)
          if age >= of.keep then
            over = of.newestAge >= of.keep and of.count
              or edge(of.keep, 0, age, of.count - 1, of.newestAge, now32, of.key, of.log, 0)
          end
          over = math.max(over, of.count + of.spent - 16384)
          old = string.sub(of.log, over * 4 + 1)
        end
        call('SET', of.key, old .. string.rep(entry, of.spent), 'PX', ARGV[4] and 1e12 or math.floor(of.keep * 1.5))
      end
    end
  end
end

-- What is left, counting what was just spent: an entry past those counted has the age 0.
local left = used < limit and limit - used or 0
local reset = 0
if left < limit then
  local index = total - limit + left
  local age = index == first and firstAge or index < count and ageOf(index, now32, KEYS[1], log, from) or 0
  reset = window - age + behind
end
local burstLeft, burstReset = 0, 0
if burst > 0 then
  if crowded then
    burstReset = pause - newestAge + behind
  else
    burstLeft = burstUsed < burst and burst - burstUsed or 1
    if burstLeft < burst then
      local index = total - burst + burstLeft
      local age = index == burstFirst and burstFirstAge or index < count and ageOf(index, now32, KEYS[1], log, from) or 0
      burstReset = burstWindow + 1 - age + behind
    end
  end
end
if verdict > 0 then wait = wait + behind end
local decision = struct.pack('>BI6I2I6I2I6I6', verdict, wait, left, reset, burstLeft, burstReset, now)
if multiplier == 1 and not account and not further and not shadowed and not burstShadowed then return decision end

decision = decision .. struct.pack('>I2I2I2I2', limit, burst, multiplier * 1000 + 0.5, multiplierLeft)
if further or shadowed or burstShadowed then
  local states = { decision, struct.pack('>I2', wouldRefuse) }
  local own = { key = KEYS[1], log = log, from = from, count = count, spent = total - count }
  for _, rule in ipairs(further or {}) do
    local of = logs[rule.of] or own
    local spent = of.spent or 0
    local ruleUsed = of.count - rule.first + spent
    local ruleLeft = ruleUsed < rule.limit and rule.limit - ruleUsed or 0
    local ruleReset = 0
    if ruleLeft < rule.limit then
      local index = of.count + spent - rule.limit + ruleLeft
      local age = index < of.count and ageOf(index, now32, of.key, of.log, of.from or 0) or 0
      ruleReset = rule.window - age + behind
    end
    states[#states + 1] = struct.pack('>I2I2I6', rule.limit, ruleLeft, ruleReset)
  end
  decision = table.concat(states)
end
return account and { account, session, decision } or decision
