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
-- What it costs. Redis' Lua hashes every string it makes over all of its bytes, 1 ns each; a command costs 400. So a
-- log of a few hundred entries is read whole, and of a longer one its end and pieces. A packed string is cheaper to
-- return than an array. Functions take all they need as arguments: a captured local costs more than a call.
--
-- Who calls. The caller of the script hands in what it knew last of account, session and the limits that follow from
-- them; while Redis mirrors the same, two comparisons stand for all parsing. Otherwise the account is read here and its
-- plan looked up in the table, so that a change counts at once, and still in one call.
--
-- KEYS[1]  append log            KEYS[2]  behaviour multiplier, `<multiplier>:<unix ms>` (from mode 1 on)
-- KEYS[3]  account mirror        KEYS[4]  mirror of the session or the API key (from mode 2 on;
--          users/account-mirror, auth/session-mirror, auth/api-keys/key-mirror)
-- ARGV[1]  the numbers of the decision in 23 bytes of seven bits, high first, which cost less to read than digits:
--          mode (1 byte); limit, burst (0: no burst rule), cost (0: only look, as for a cost of 1, and write nothing)
--          (2 bytes each); window, burst window, pause, keep, all ms (4 bytes each)
--            mode 0  these limits hold; only the log is read
--            mode 1  these limits hold, times the multiplier; account and session are not read
--            mode 2  these limits hold while account and session are as in ARGV[2] and ARGV[3]
--            mode 3  as 2, times the multiplier
--            mode 4  neither is known: limits come from the account and the table
--            modes 5 and 6  as 1 and 3, for an account on the allow list: the multiplier can only raise
-- ARGV[2]  account text known    ARGV[3]  session text known
-- ARGV[4]  plan table: `;<name>=<limit>,<window ms>,<burst>,<burst window ms>,<pause ms>;...;`; the first plan is that
--          of accounts whose plan is not in it
-- ARGV[5]  tests only: the time, unix ms, instead of the server's; the key then lives for long
-- Returns  nothing: account or session is not mirrored, nothing was judged; {account, session}: one of them is over,
--          nothing was spent; {account, session, decision}: they were read here; else the decision, big-endian: verdict
--          (1 byte), wait ms (6), remaining (2), reset ms (6), burst remaining (2), burst reset ms (6), time of the
--          entries (6), and unless they are those handed in, limit, burst limit, multiplier x 1000 (2 each). Verdict 0
--          is pass, 1 refused by the plan window, 2 by the burst rule (by the one that makes the caller wait longer),
--          3 blocked; reset is the time until `remaining` next rises, 0 when it is full; wait is 0 or the exact time
--          until the same request would pass.

local WRAP = 4294967296
local MULTIPLIER_LIFE = 60000
-- Up to this limit the log is read whole; above, its last 64 entries.
local WHOLE = 256
local call, unpack = redis.call, struct.unpack

local mode, l1, l0, b1, b0, c1, c0, w3, w2, w1, w0, v3, v2, v1, v0, p3, p2, p1, p0, k3, k2, k1, k0 =
  string.byte(ARGV[1], 1, 23)
local limit, burst, cost = l1 * 128 + l0, b1 * 128 + b0, c1 * 128 + c0
local window = ((w3 * 128 + w2) * 128 + w1) * 128 + w0
local burstWindow, pause
if burst > 0 then
  burstWindow = ((v3 * 128 + v2) * 128 + v1) * 128 + v0
  pause = ((p3 * 128 + p2) * 128 + p1) * 128 + p0
end

local clock = ARGV[5] and tonumber(ARGV[5])
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
  if limit > WHOLE then
    behaviour = call('GET', KEYS[2])
  else
    local held = call('MGET', KEYS[2], KEYS[1])
    behaviour, log = held[1], held[2]
  end
elseif mode > 1 then
  local held = limit > WHOLE and call('MGET', KEYS[2], KEYS[3], KEYS[4])
    or call('MGET', KEYS[2], KEYS[3], KEYS[4], KEYS[1])
  behaviour, log = held[1], held[4]
  if mode == 4 or held[2] ~= ARGV[2] or held[3] ~= ARGV[3] then
    account, session = held[2], held[3]
    if not account or not session then return false end
    local status, plan, role, overrideLimit, overrideBurst, overrideExpiry, notBefore, blockedUntil, allowedUntil =
      string.match(account, '^%d+|(%a+)|([^|]+)|(%a+)|[^|]*|(%d*)|(%d*)|(%d*)|(%d+)|(%d*)|(%d*)$')
    local live, created, idle, absolute = string.match(session, '^%d+|(%a+)|(%d+)|(%d+)|(%d+)|?[^|]*$')
    if not status or not live then return false end
    local inTime = tonumber(created) >= tonumber(notBefore) and tonumber(idle) > clock and tonumber(absolute) > clock
    if status ~= 'active' or live ~= 'live' or not inTime then return { account, session } end
    local plans = ARGV[4]
    local _, row = string.find(plans, ';' .. plan .. '=', 1, true)
    if not row then _, row = string.find(plans, '=', 1, true) end
    local l, w, b, v, p = string.match(plans, '^(%d+),(%d+),(%d+),(%d+),(%d+);', row + 1)
    limit, window, burst, burstWindow, pause = tonumber(l), tonumber(w), tonumber(b), tonumber(v), tonumber(p)
    mode = role == 'admin' and 2 or 3
    raises = allowedUntil ~= '' and tonumber(allowedUntil) > clock
    local override = overrideLimit ~= '' and tonumber(overrideExpiry) > clock and tonumber(overrideLimit)
    if not raises then
      local blocked = tonumber(blockedUntil) or 0
      if override == 0 then blocked = math.max(blocked, tonumber(overrideExpiry)) end
      if blocked > clock then
        local left = blocked - clock
        return { account, session, struct.pack('>BI6I2I6I2I6I6I2I2I2', 3, left, 0, left, 0, left, clock, 0, 0, 1000) }
      end
    end
    if override and override > 0 then
      mode = 2
      local planLimit = limit
      limit = override
      burst = burst > 0 and math.max(tonumber(overrideBurst) or math.floor(burst * limit / planLimit), 1) or 0
    end
  end
end

local multiplier = 1
if behaviour and (mode == 1 or mode == 3) then
  local factor, stamp = string.match(behaviour, '^([%d.]+):(%d+)$')
  factor = tonumber(factor)
  if factor and factor ~= 1 and factor > (raises and 1 or 0) and factor <= 4 and clock - stamp <= MULTIPLIER_LIFE then
    multiplier = factor
    limit = math.max(math.floor(limit * factor), 1)
    burst = burst > 0 and math.max(math.floor(burst * factor), 1) or 0
  end
end

-- Entries are numbered from 0, the oldest; `log` holds those from number `from` on.
local count, from = 0, 0
if log == nil then
  if limit > WHOLE then
    count = call('STRLEN', KEYS[1]) / 4
    log = count > 0 and call('GETRANGE', KEYS[1], '-256', '-1')
    from = count > 64 and count - 64 or 0
  else
    log = call('GET', KEYS[1])
  end
end
if from == 0 and log then count = #log / 4 end

-- Age of an entry that is at hand, or asked for.
local function ageOf(index, now32, log, from)
  if index < from then
    log, from = redis.call('GETRANGE', KEYS[1], index * 4, index * 4 + 3), index
  end
  return (now32 - struct.unpack('>I4', log, (index - from) * 4 + 1)) % 4294967296
end

-- The oldest entry younger than `limitAge`, and its age. Known are an older entry, `low`, and a younger one, `high`.
-- Where the log is not at hand, a piece is read from where the edge lies if requests came evenly, then from the middle,
-- by turns (uneven ones cost a logarithm at worst); a rest of 300 entries costs no more than another piece.
local function edge(limitAge, low, lowAge, high, highAge, now32, log, from)
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
      local piece = redis.call('GETRANGE', KEYS[1], first * 4, last * 4 + 3)
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

-- Count, up to the limits: no answer depends on what lies before. `first` is the oldest entry in the window.
local now, now32, newestAge = clock, clock % WRAP, 0
local first, firstAge, burstFirst, burstFirstAge, crowded = count, 0, count, 0, false
if count > 0 then
  newestAge = (now32 - unpack('>I4', log, #log - 3)) % WRAP
  if newestAge >= WRAP / 2 then
    now = now + WRAP - newestAge
    now32 = now % WRAP
    newestAge = 0
  end
  if newestAge < window then
    first = count > limit and count - limit or 0
    firstAge = ageOf(first, now32, log, from)
    if firstAge >= window then
      first, firstAge = edge(window, first, firstAge, count - 1, newestAge, now32, log, from)
    end
  end
  if burst > 0 and (newestAge <= burstWindow or newestAge < pause) then
    local oldest = count > burst and count - burst or 0
    local oldestAge
    if oldest <= first and firstAge - newestAge > burstWindow then
      -- All before it is older still, which is all there is to know.
      oldest, oldestAge = first, firstAge
    else
      oldestAge = ageOf(oldest, now32, log, from)
    end
    crowded = count >= burst and newestAge < pause and oldestAge - newestAge <= burstWindow
    if oldestAge <= burstWindow then
      burstFirst, burstFirstAge = oldest, oldestAge
    elseif newestAge <= burstWindow then
      burstFirst, burstFirstAge = edge(burstWindow + 1, oldest, oldestAge, count - 1, newestAge, now32, log, from)
    end
  end
end
local used, burstUsed = count - first, count - burstFirst
-- How long the clock takes to reach `now`: added to every time that is told.
local behind = now - clock

-- Judge: the time to wait under each rule.
local verdict, wait, requests = 0, 0, cost > 0 and cost or 1
local planCost = requests < limit and requests or limit
if used + planCost > limit then
  local index = count - limit + planCost - 1
  verdict, wait = 1, window - (index == first and firstAge or ageOf(index, now32, log, from))
end
if burst > 0 then
  local burstWait = crowded and pause - newestAge or 0
  local burstCost = requests < burst and requests or burst
  if burstCost > 1 and burstUsed + burstCost > burst then
    local more = burstWindow + 1 - ageOf(count - burst + burstCost - 1, now32, log, from)
    burstWait = more > burstWait and more or burstWait
  end
  if burstWait > wait then verdict, wait = 2, burstWait end
end

-- Spend.
local total = count
if verdict == 0 and cost > 0 then
  local most = limit > burst and limit or burst
  local spent = cost < most and cost or most
  local entries = struct.pack('>I4', now32)
  if spent > 1 then entries = string.rep(entries, spent) end
  local keep = ((k3 * 128 + k2) * 128 + k1) * 128 + k0
  local dead = first
  if dead > used + spent and keep > window then
    local age = ageOf(0, now32, log, from)
    dead = age < keep and 0 or newestAge >= keep and count
      or edge(keep, 0, age, count - 1, newestAge, now32, log, from)
  end
  if count == 0 or dead > count - dead + spent then
    if dead < from then log, from = call('GETRANGE', KEYS[1], dead * 4, -1), dead end
    entries = log and string.sub(log, (dead - from) * 4 + 1) .. entries or entries
    call('SET', KEYS[1], entries, 'PX', ARGV[5] and 1e12 or math.floor(keep * 1.5))
  else
    call('APPEND', KEYS[1], entries)
    -- The first write in another half of `keep` than the newest entry's.
    if newestAge > now % (keep / 2) and not ARGV[5] then
      call('PEXPIRE', KEYS[1], math.floor(keep * 1.5))
    end
  end
  total, used, burstUsed, newestAge = count + spent, used + spent, burstUsed + spent, 0
  crowded = burstUsed >= burst
end

-- What is left, counting what was just spent: an entry past those counted has the age 0.
local left = used < limit and limit - used or 0
local reset = 0
if left < limit then
  local index = total - limit + left
  local age = index == first and firstAge or index < count and ageOf(index, now32, log, from) or 0
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
      local age = index == burstFirst and burstFirstAge or index < count and ageOf(index, now32, log, from) or 0
      burstReset = burstWindow + 1 - age + behind
    end
  end
end
if verdict > 0 then wait = wait + behind end
local decision = struct.pack('>BI6I2I6I2I6I6', verdict, wait, left, reset, burstLeft, burstReset, now)
if multiplier == 1 and not account then return decision end
decision = decision .. struct.pack('>I2I2I2', limit, burst, multiplier * 1000 + 0.5)
return account and { account, session, decision } or decision
