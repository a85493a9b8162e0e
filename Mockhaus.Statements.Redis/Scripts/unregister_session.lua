-- Unregisters a session that has no statements, unless it was registered lately: a statement may be about to be added.
-- KEYS: sessions    ARGV: session, how long registrations are kept (ms), how long ago 'lately' is (ms)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local noted = redis.call('ZSCORE', KEYS[1], ARGV[1])
if noted and now - (noted - ARGV[2]) > tonumber(ARGV[3]) then
  return redis.call('ZREM', KEYS[1], ARGV[1])
end
return 0
