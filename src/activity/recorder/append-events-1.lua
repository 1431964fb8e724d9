-- Appends a batch of events to the activity stream, in their order. One command with one answer: an XADD for each event
-- in a pipeline costs the sender three times as much.
-- KEYS[1]  activity stream
-- ARGV     the events, each as activity/packing/stream-value makes it
-- Returns  how many there are. After an error some may have been appended: their ids make that harmless.

for at = 1, #ARGV do
  redis.call('XADD', KEYS[1], '*', 'p', ARGV[at])
end
return #ARGV
