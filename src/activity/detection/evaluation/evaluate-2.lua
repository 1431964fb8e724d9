-- Detection: what one subject's events, in their order, do to its scenarios, its danger ratio, its habits and its trust.
-- All state is closed-form (drained and decayed when it is touched, by the time that passed) or a list of bounded length,
-- so an event costs the same however many came before, nothing runs in the background, and the state of a subject is one
-- hash of a bounded size. Time is the events' own, in Redis' clock; an event older than the state counts as of the
-- state's time. plain-evaluation.ts does the same in TypeScript; a test holds the two together.
--
-- Fields of the hash, numbers split by `|`, %.17g so that nothing is rounded; lists are `value,number,...;...`, touched last
-- at the end:
--   n          events evaluated: a version of the state
--   at         time of the newest event
--   done       batches evaluated, `<consumer>,<number>;...`: what makes a second evaluation of a batch harmless
--   stamped    n of the state whose multiplier was told to the limiter last (stamp-2.lua)
--   attempts   requests that met a limit, `bucket:count` of the last 12 buckets of 5 s: never more than the last 60 s
--   mix        dangerous analyses | analyses (both decayed) | time
--   trust      clean hours (decayed) | time | last hour counted | its day | hours counted that day | last fire
--   habit      first event | events | days with one | last of them | time | 24 hours of the day (decayed events)
--   areas, programs, countries    what was seen: value, first, last
--   sessions   session, program, area of its beginning
--   place      latitude | longitude | time of the last one
--   f:<name>   level | time | since | count | blackhole until | fires (decayed) | time of fires
--              level: leaky, distinct: content of the bucket; counter: events in the window that starts at `time`
--   d:<name>   what a distinct scenario has seen: value, last
--
-- What is new. An area, program or country counts as new for 72 h, unless it was there in the first 24 h of the account. A
-- client is strange while its program and its area are both new: a phone that travels is not, nor is another program at
-- home. A session is split when another program in another area goes on with it than began it.
--
-- KEYS[1]  detection hash       KEYS[2]  behaviour multiplier of the same subject, only read
-- ARGV     whether a hash that is not there is begun (1), or asked for (0: nothing is evaluated); consumer and number of the
--          batch (0: none); life of the hash, ms; half-lives of mix, trust and habit, ms; trusted hours a day; time without
--          trust after a fire, ms; number of scenarios; per scenario: name, kind, capacity, threshold or share, ms per
--          unit or of the window or events, every or ms remembered or days, blackhole ms, half-life of fires, most fires,
--          live (1 or 0), what it requires (letters; `-` for nothing); then per event: time ms, clean (1 or 0), base limit
--          (0: met no limit), code (0 none, 1 harmless, 2 dangerous), area (`` for no client), program, session, place
--          (`country,latitude,longitude`), number of matches; per match: scenario (from 1), and the amount to pour
--          (below 0: to take back), `r<min>^<power>` for a power of the danger ratio, at least min, `s<ms>*<amid>` for 1,
--          or amid when another analysis was less than so long before, or the value that a distinct scenario looks at
-- Returns  false when there is no hash; else {n, multiplier or '', {scenario, number of the event (from 1), count, span ms,
--          fires before, ...} of every fire, {field, value, ...} of the hash, 1 when the batch was evaluated before}

local BUCKET = 5000
local BUCKETS = 12
local HOUR = 3600000
local DAY = 86400000
local FOUNDING = DAY
local NEW = 3 * DAY
local TRUSTED_DANGER = 0.5
local FIRST = 3
local LIST = 64
local SHORT_LIST = 16
local BATCHES = 16
-- Faster than any airliner over more than what a wrong entry in a country database is off, km/h and km.
local FASTEST = 1000
local FAR = 500

local argument = 0
local function text()
  argument = argument + 1
  return ARGV[argument]
end
local function number()
  return tonumber(text())
end

local create, consumer, batch = text() == '1', text(), number()
local ttl, mixHalfLife, trustHalfLife, habitHalfLife = number(), number(), number(), number()
local hoursPerDay, quiet = number(), number()

local held = {}
local flat = redis.call('HGETALL', KEYS[1])
if #flat == 0 and not create then
  return false
end
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

local function list(field)
  local found = {}
  if held[field] then
    for entry in string.gmatch(held[field], '[^;]+') do
      local parts = {}
      for part in string.gmatch(entry, '[^,]+') do
        parts[#parts + 1] = part
      end
      found[#found + 1] = parts
    end
  end
  return found
end

local function listed(entries)
  local parts = {}
  for index = 1, #entries do
    parts[index] = table.concat(entries[index], ',')
  end
  return table.concat(parts, ';')
end

-- The entry of a value, at the end of its list; and whether it was there.
local function touch(entries, most, value)
  for index = #entries, 1, -1 do
    if entries[index][1] == value then
      local entry = entries[index]
      if index < #entries then
        table.remove(entries, index)
        entries[#entries + 1] = entry
      end
      return entry, true
    end
  end
  if #entries >= most then
    table.remove(entries, 1)
  end
  local entry = { value }
  entries[#entries + 1] = entry
  return entry, false
end

local function decayed(value, age, halfLife)
  if value == 0 or age <= 0 then
    return value
  end
  return value * 2 ^ (-age / halfLife)
end

if batch > 0 then
  local done = list('done')
  local entry, known = touch(done, BATCHES, consumer)
  if known and tonumber(entry[2]) >= batch then
    return { tonumber(held['n']), redis.call('GET', KEYS[2]) or '', {}, flat, 1 }
  end
  entry[2] = string.format('%d', batch)
  held['done'] = listed(done)
end

local scenarios = {}
for index = 1, number() do
  local name, kind = text(), text()
  local scenario = {
    field = 'f:' .. name, kind = kind, limit = number(), span = number(), every = number(), blackhole = number(),
    halfLife = number(), most = number(), live = text() == '1', requires = text(),
  }
  scenario.state = numbers(scenario.field, 7)
  if kind == 'distinct' then
    scenario.setField = 'd:' .. name
    scenario.set = list(scenario.setField)
  end
  scenarios[index] = scenario
end

local mix = numbers('mix', 3)
local trust = numbers('trust', 6)
local attempts = {}
for bucket, count in string.gmatch(held['attempts'] or '', '(%d+):(%d+)') do
  attempts[tonumber(bucket)] = tonumber(count)
end
local attemptsChanged, mixChanged = false, false
-- Of the analysis that is looked at, to the one before it.
local sinceAnalysis = 0
local fires = {}
local evaluated = tonumber(held['n'] or '0')
local newest = tonumber(held['at'] or '0')
-- Read when they are needed first.
local habit, areas, programs, countries, sessions, place
local function remember()
  if not habit then
    habit = numbers('habit', 29)
    areas, programs, countries, sessions = list('areas'), list('programs'), list('countries'), list('sessions')
    place = numbers('place', 3)
  end
end

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
  sinceAnalysis = age
  mixChanged = true
end

-- True while what is seen is new to an account that has been there for longer.
local function news(entries, most, value, at)
  local entry, known = touch(entries, most, value)
  local first = known and tonumber(entry[2]) or at
  local last = known and math.max(tonumber(entry[3]), at) or at
  entry[2], entry[3] = string.format('%d', first), string.format('%d', last)
  return first - habit[1] >= FOUNDING and at - first < NEW
end

local function kilometres(latitude1, longitude1, latitude2, longitude2)
  local rad = math.rad
  local a = math.sin(rad(latitude2 - latitude1) / 2) ^ 2
    + math.cos(rad(latitude1)) * math.cos(rad(latitude2)) * math.sin(rad(longitude2 - longitude1) / 2) ^ 2
  return 12742 * math.asin(math.min(1, math.sqrt(a)))
end

-- What the client of an event is to the account: letters of what a scenario may require.
local function client(at, area, program, session, where)
  remember()
  if habit[1] == 0 then
    habit[1] = at
  end
  local found = ''
  local newArea = news(areas, LIST, area, at)
  local newProgram = program == '' or news(programs, SHORT_LIST, program, at)
  if newArea then
    found = newProgram and 'ns' or 'n'
  end
  if session ~= '' and program ~= '' then
    local entry, known = touch(sessions, SHORT_LIST, session)
    if not known then
      entry[2], entry[3] = program, area
    elseif entry[2] ~= program and entry[3] ~= area then
      found = found .. 'p'
    end
  end
  local country, latitude, longitude = string.match(where, '^([^,]+),([^,]*),([^,]*)$')
  if country then
    if news(countries, SHORT_LIST, country, at) then
      found = found .. 'c'
    end
    latitude, longitude = tonumber(latitude), tonumber(longitude)
    if latitude and place[3] > 0 then
      local distance = kilometres(place[1], place[2], latitude, longitude)
      if distance > FAR and distance / FASTEST > (at - place[3]) / HOUR then
        found = found .. 't'
      end
    end
    if latitude and at >= place[3] then
      place[1], place[2], place[3] = latitude, longitude, at
    end
  end
  return found
end

-- The hour's share of the account's events, before this one is among them.
local function usual(at)
  local sum = 0
  for index = 6, 29 do
    sum = sum + habit[index]
  end
  return sum == 0 and 1 or habit[6 + math.floor(at / HOUR) % 24] / sum
end

local function lived(at)
  local age = at - habit[5]
  if age > 0 then
    local factor = 2 ^ (-age / habitHalfLife)
    for index = 6, 29 do
      habit[index] = habit[index] * factor
    end
    habit[5] = at
  end
  local slot, day = 6 + math.floor(at / HOUR) % 24, math.floor(at / DAY)
  habit[slot] = habit[slot] + 1
  habit[2] = habit[2] + 1
  if day > habit[4] then
    habit[3], habit[4] = habit[3] + 1, day
  end
end

-- Level, time, since and count of a bucket after something has poured; true when it is over.
local function bucket(scenario, state, at, amount)
  local level = state[1] - math.max(0, at - state[2]) / scenario.span
  if level <= 0 then
    level, state[3], state[4] = 0, at, 0
  end
  state[1] = math.max(0, level + amount)
  state[2] = math.max(at, state[2])
  if amount > 0 then
    state[4] = state[4] + 1
  end
  return state[1] > scenario.limit
end

-- True when it fires.
local function poured(scenario, state, at, amount)
  local kind = scenario.kind
  if kind == 'trigger' or kind == 'profile' then
    if kind == 'profile' then
      remember()
      local enough = habit[2] >= scenario.span and habit[3] >= scenario.every
      if not enough or usual(at) >= scenario.limit then
        return false
      end
    end
    state[2], state[3], state[4] = math.max(at, state[2]), at, 1
    return true
  end
  if kind == 'counter' then
    local start = at - at % scenario.span
    if start > state[2] then
      state[1], state[2], state[3] = 0, start, at
    end
    state[1] = state[1] + 1
    state[4] = state[1]
    return state[1] > scenario.limit and (state[1] - scenario.limit) % scenario.every == 0
  end
  if kind == 'distinct' then
    local entry, known = touch(scenario.set, LIST, amount)
    local last = known and tonumber(entry[2]) or at
    entry[2] = string.format('%d', math.max(at, last))
    if known and at - last < scenario.every then
      return false
    end
    return bucket(scenario, state, at, 1)
  end
  local sitting, amid = string.match(amount, '^s(%d+)%*(.+)$')
  if sitting then
    return bucket(scenario, state, at, sinceAnalysis < tonumber(sitting) and tonumber(amid) or 1)
  end
  local least, power = string.match(amount, '^r(.+)%^(.+)$')
  local pour = tonumber(least or amount)
  if least and mix[2] > 0 then
    pour = math.max(pour, (mix[1] / mix[2]) ^ tonumber(power))
  end
  return bucket(scenario, state, at, pour)
end

local function fired(scenario, index, state, at, event)
  local before = decayed(state[6], at - state[7], scenario.halfLife)
  fires[#fires + 1] = index
  fires[#fires + 1] = event
  fires[#fires + 1] = state[4]
  fires[#fires + 1] = string.format('%.17g', math.max(0, at - state[3]))
  fires[#fires + 1] = string.format('%.17g', before)
  if scenario.kind == 'leaky' or scenario.kind == 'distinct' then
    state[1], state[4] = 0, 0
  end
  state[5] = at + scenario.blackhole
  state[6] = math.min(scenario.most, before + 1)
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
  -- Whoever sends mostly dangerous code earns no trust by it.
  if mix[1] > mix[2] * TRUSTED_DANGER then
    return
  end
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

local function meets(requires, found)
  if requires == '-' then
    return true
  end
  for letter in string.gmatch(requires, '.') do
    if not string.find(found, letter, 1, true) then
      return false
    end
  end
  return true
end

local event = 0
while argument < #ARGV do
  event = event + 1
  local at, clean, base, code = number(), text() == '1', number(), number()
  local area, program, session, where, matches = text(), text(), text(), text(), number()
  local found = ''
  if base > 0 and attempt(at) > base then
    found = 'o'
  end
  if code > 0 then
    analysed(at, code == 2)
    if mix[2] <= FIRST then
      found = found .. 'f'
    end
  end
  if area ~= '' then
    found = found .. client(at, area, program, session, where)
  end
  for _ = 1, matches do
    local index, amount = number(), text()
    local scenario = scenarios[index]
    local state = scenario.state
    if at >= state[5] and meets(scenario.requires, found) and poured(scenario, state, at, amount) then
      fired(scenario, index, state, at, event)
    end
  end
  if area ~= '' then
    lived(at)
  end
  if clean then
    cleanHour(at)
  end
  evaluated = evaluated + 1
  newest = math.max(newest, at)
end

held['n'] = string.format('%d', evaluated)
held['at'] = string.format('%d', newest)
held['trust'] = joined(trust)
if mixChanged then
  held['mix'] = joined(mix)
end
if attemptsChanged then
  local parts = {}
  for slot, count in pairs(attempts) do
    parts[#parts + 1] = string.format('%d:%d', slot, count)
  end
  table.sort(parts)
  held['attempts'] = table.concat(parts, ',')
end
if habit and habit[1] > 0 then
  held['habit'] = joined(habit)
  held['areas'], held['programs'] = listed(areas), listed(programs)
  if #sessions > 0 then
    held['sessions'] = listed(sessions)
  end
  if #countries > 0 then
    held['countries'], held['place'] = listed(countries), joined(place)
  end
end
for index = 1, #scenarios do
  local scenario = scenarios[index]
  held[scenario.field] = joined(scenario.state)
  if scenario.set then
    held[scenario.setField] = listed(scenario.set)
  end
end
local written = {}
for field, value in pairs(held) do
  written[#written + 1] = field
  written[#written + 1] = value
end
redis.call('HSET', KEYS[1], unpack(written))
redis.call('PEXPIRE', KEYS[1], ttl)
return { evaluated, redis.call('GET', KEYS[2]) or '', fires, written, 0 }
