-- Puts a subject's detection state back, unless there is one: another instance may have been quicker, and has gone on.
-- KEYS[1]  detection hash     ARGV  life of the hash, ms; field, value, ...     Returns  1 when it was put back

if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
