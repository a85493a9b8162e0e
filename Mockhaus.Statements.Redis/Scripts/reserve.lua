-- Reserves a place in a session, and a request id, for a statement that is about to be added.
-- KEYS: index of the session, request id (or the index again)
-- ARGV: handle, its creation (us), most statements, '1' with a request id, the holder that may be replaced ('+' behind it: that keeps it),
--       when the session was entered (ms), how long that is good (ms), how long all of it is kept (ms), what has been gone for good (us),
--       '1' when it was entered for this very call
-- Returns {1, when (us)} | {2, the request id's holder, how long it has held it (ms)} | {3} when full | {4} when to be entered anew
local live = 4000000000000000
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now - ARGV[6] > tonumber(ARGV[7]) or (ARGV[10] ~= '1' and redis.call('EXISTS', KEYS[1]) == 0) then
  -- Without an index, the note of the session may be gone too: all statements of it ended, or Redis lost what it held.
  return {4}
end
if ARGV[4] == '1' then
  local held = redis.call('GET', KEYS[2])
  local holder = held and string.sub(held, 1, 36)
  if held and holder ~= ARGV[1] and holder ~= string.sub(ARGV[5], 1, 36) then
    return {2, holder, now - string.sub(held, 38)}
  end
end
if not redis.call('ZSCORE', KEYS[1], ARGV[1])
  and redis.call('ZCOUNT', KEYS[1], '(' .. ARGV[2], '+inf') >= tonumber(ARGV[3]) then
  return {3}
end
redis.call('ZADD', KEYS[1], string.format('%.0f', live + now), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[9])
redis.call('PEXPIRE', KEYS[1], ARGV[8])
if ARGV[4] == '1' and string.sub(ARGV[5], 37) ~= '+' then
  redis.call('SET', KEYS[2], ARGV[1] .. ' ' .. string.format('%.0f', now), 'PX', ARGV[8])
end
return {1, time[1] * 1000000 + time[2]}
