-- Drops the note of a session that has no statements, unless somebody has entered it lately: he may be about to add one.
-- KEYS: sessions    ARGV: session, how long sessions are noted (ms), how long ago 'lately' is (ms)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local noted = redis.call('ZSCORE', KEYS[1], ARGV[1])
if noted and now - (noted - ARGV[2]) > tonumber(ARGV[3]) then
  return redis.call('ZREM', KEYS[1], ARGV[1])
end
return 0
