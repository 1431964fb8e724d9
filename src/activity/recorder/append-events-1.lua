-- Appends a batch of events to the activity stream, in their order. One command with one answer: an XADD for each event
-- in a pipeline costs the sender three times as much.
-- KEYS[1]  activity stream
-- ARGV     for each event: the event as JSON, its age at this moment in ms
-- Returns  how many there are. After an error some may have been appended: their ids make that harmless.

for at = 1, #ARGV, 2 do
  redis.call('XADD', KEYS[1], '*', 'e', ARGV[at], 'a', ARGV[at + 1])
end
return #ARGV / 2
