-- Writes a mirror entry unless Redis already holds one of a higher version, so that a slow reader of PostgreSQL can
-- never bring back what a change has overwritten (auth design, §0).
-- KEYS[1]  the mirror entry (account or session); its text starts with `version|`
-- ARGV[1]  the new text
-- ARGV[2]  life of the entry, ms
-- Returns 1 when written, 0 when a higher version stands.
local held = redis.call('GET', KEYS[1])
if held then
  local heldVersion = tonumber(string.match(held, '^(%d+)|'))
  local newVersion = tonumber(string.match(ARGV[1], '^(%d+)|'))
  if heldVersion and heldVersion > newVersion then
    return 0
  end
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
