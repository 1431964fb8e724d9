-- Detection: what one subject's events, in their order, do to its scenarios, its danger ratio and its trust. All state
-- is closed-form (drained and decayed when it is touched, by the time that passed), so an event costs the same however
-- many came before, nothing runs in the background, and the state of a subject is one hash of a bounded size.
-- Time is the events' own, in Redis' clock; an event older than the state counts as of the state's time.
--
-- Fields of the hash, numbers split by `|`, %.17g so that nothing is rounded:
--   n          events evaluated: a version of the state
--   stamped    n of the state whose multiplier was told to the limiter last (stamp-2.lua)
--   attempts   requests that met a limit, `bucket:count` of the last 12 buckets of 5 s: never more than the last 60 s
--   mix        dangerous analyses | analyses (both decayed) | time
--   trust      clean hours (decayed) | time | last hour counted | its day | hours counted that day | last fire
--   f:<name>   level | time | since | count | blackhole until | fires (decayed) | time of fires
--              level: leaky: content of the bucket; counter: events in the window that starts at `time`
--
-- KEYS[1]  detection hash       KEYS[2]  behaviour multiplier of the same subject, only read
-- ARGV     life of the hash, ms; half-life of mix, ms; half-life of trust, ms; trusted hours a day; hours without trust
--          after a fire, ms; number of scenarios; per scenario: name, kind (leaky, counter, trigger), capacity or
--          threshold, ms per unit or of the window, every, blackhole ms, half-life of fires, most fires, live (1 or 0),
--          only over the base limit (1 or 0); then per event: time ms, clean (1 or 0), base limit (0: met no limit),
--          code (0 none, 1 harmless, 2 dangerous), number of matches; per match: scenario (from 1), amount to pour, or
--          `r<min>`: the danger ratio, at least min
-- Returns  {n, multiplier or '', {scenario, time, count, span ms, ...} of every fire, {field, value, ...} of the hash}

local BUCKET = 5000
local BUCKETS = 12
local HOUR = 3600000
local DAY = 86400000

local argument = 0
local function text()
  argument = argument + 1
  return ARGV[argument]
end
local function number()
  return tonumber(text())
end

local ttl, mixHalfLife, trustHalfLife, hoursPerDay, quiet = number(), number(), number(), number(), number()

local held = {}
local flat = redis.call('HGETALL', KEYS[1])
for index = 1, #flat, 2 do
  held[flat[index]] = flat[index + 1]
end

local function numbers(field, count)
  local found = {}
  if held[field] then
    for part in string.gmatch(held[field], '[^|]+') do
      found[#found + 1] = tonumber(part)
    end
  end
  for index = #found + 1, count do
    found[index] = 0
  end
  return found
end

local function joined(values)
  local parts = {}
  for index = 1, #values do
    parts[index] = string.format('%.17g', values[index])
  end
  return table.concat(parts, '|')
end

local function decayed(value, age, halfLife)
  if value == 0 or age <= 0 then
    return value
  end
  return value * 2 ^ (-age / halfLife)
end

local scenarios = {}
for index = 1, number() do
  local name, kind = text(), text()
  scenarios[index] = {
    field = 'f:' .. name, kind = kind, limit = number(), span = number(), every = number(), blackhole = number(),
    halfLife = number(), most = number(), live = text() == '1', overBase = text() == '1',
  }
  scenarios[index].state = numbers(scenarios[index].field, 7)
end

local mix = numbers('mix', 3)
local trust = numbers('trust', 6)
local attempts = {}
for bucket, count in string.gmatch(held['attempts'] or '', '(%d+):(%d+)') do
  attempts[tonumber(bucket)] = tonumber(count)
end
local attemptsChanged = false
local fires = {}
local evaluated = tonumber(held['n'] or '0')

-- Requests within the last 60 s up to `at`; older buckets are dropped on the way.
local function attempt(at)
  local bucket = math.floor(at / BUCKET)
  attempts[bucket] = (attempts[bucket] or 0) + 1
  attemptsChanged = true
  local sum = 0
  for index, count in pairs(attempts) do
    if index <= bucket - BUCKETS then
      attempts[index] = nil
    elseif index <= bucket then
      sum = sum + count
    end
  end
  return sum
end

local function analysed(at, dangerous)
  local age = at - mix[3]
  mix[1] = decayed(mix[1], age, mixHalfLife) + (dangerous and 1 or 0)
  mix[2] = decayed(mix[2], age, mixHalfLife) + 1
  mix[3] = math.max(at, mix[3])
end

-- Level, time, since and count of the state after this event; true when it fires.
local function poured(scenario, state, at, amount)
  if scenario.kind == 'trigger' then
    state[2], state[3], state[4] = math.max(at, state[2]), at, 1
    return true
  end
  if scenario.kind == 'counter' then
    local start = at - at % scenario.span
    if start > state[2] then
      state[1], state[2], state[3] = 0, start, at
    end
    state[1] = state[1] + 1
    state[4] = state[1]
    return state[1] > scenario.limit and (state[1] - scenario.limit) % scenario.every == 0
  end
  local level = state[1] - math.max(0, at - state[2]) / scenario.span
  if level <= 0 then
    level, state[3], state[4] = 0, at, 0
  end
  state[1] = level + amount
  state[2] = math.max(at, state[2])
  state[4] = state[4] + 1
  return state[1] > scenario.limit
end

local function fired(scenario, index, state, at)
  fires[#fires + 1] = index
  fires[#fires + 1] = string.format('%.17g', at)
  fires[#fires + 1] = state[4]
  fires[#fires + 1] = string.format('%.17g', math.max(0, at - state[3]))
  if scenario.kind == 'leaky' then
    state[1], state[4] = 0, 0
  end
  state[5] = at + scenario.blackhole
  state[6] = math.min(scenario.most, decayed(state[6], at - state[7], scenario.halfLife) + 1)
  state[7] = math.max(at, state[7])
  if not scenario.live then
    return
  end
  -- The hour of a fire was not clean.
  if trust[3] == math.floor(at / HOUR) then
    trust[1] = math.max(0, decayed(trust[1], at - trust[2], trustHalfLife) - 1)
    trust[2] = math.max(at, trust[2])
  end
  trust[6] = math.max(at, trust[6])
end

local function cleanHour(at)
  local hour, day = math.floor(at / HOUR), math.floor(at / DAY)
  if hour <= trust[3] or (trust[6] > 0 and at - trust[6] < quiet) then
    return
  end
  if day > trust[4] then
    trust[4], trust[5] = day, 0
  end
  if trust[5] >= hoursPerDay then
    return
  end
  trust[1] = decayed(trust[1], at - trust[2], trustHalfLife) + 1
  trust[2] = math.max(at, trust[2])
  trust[3] = hour
  trust[5] = trust[5] + 1
end

while argument < #ARGV do
  local at, clean, base, code, matches = number(), text() == '1', number(), number(), number()
  local overBase = false
  if base > 0 then
    overBase = attempt(at) > base
  end
  if code > 0 then
    analysed(at, code == 2)
  end
  for _ = 1, matches do
    local index, amount = number(), text()
    local scenario = scenarios[index]
    local state = scenario.state
    if at >= state[5] and (overBase or not scenario.overBase) then
      local least = string.match(amount, '^r(.+)')
      local pour = tonumber(least or amount)
      if least and mix[2] > 0 then
        pour = math.max(pour, mix[1] / mix[2])
      end
      if poured(scenario, state, at, pour) then
        fired(scenario, index, state, at)
      end
    end
  end
  if clean then
    cleanHour(at)
  end
  evaluated = evaluated + 1
end

held['n'] = string.format('%d', evaluated)
held['mix'] = joined(mix)
held['trust'] = joined(trust)
if attemptsChanged then
  local parts = {}
  for bucket, count in pairs(attempts) do
    parts[#parts + 1] = string.format('%d:%d', bucket, count)
  end
  table.sort(parts)
  held['attempts'] = table.concat(parts, ',')
end
for index = 1, #scenarios do
  held[scenarios[index].field] = joined(scenarios[index].state)
end
local written = {}
for field, value in pairs(held) do
  written[#written + 1] = field
  written[#written + 1] = value
end
redis.call('HSET', KEYS[1], unpack(written))
redis.call('PEXPIRE', KEYS[1], ttl)
return { evaluated, redis.call('GET', KEYS[2]) or '', fires, written }
