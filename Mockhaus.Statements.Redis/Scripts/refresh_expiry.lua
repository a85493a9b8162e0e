-- Refreshes an expiry.
-- KEYS: statement
-- ARGV: version, expiry (us), now (us), how long it is kept (ms), format
-- Returns {1, session, request id or nil} | {0}
local stands = redis.call('HMGET', KEYS[1], 'v', 'e', 'n', 'i', 'f')
if stands[1] and stands[5] ~= ARGV[5] then
  return redis.error_reply('FORMAT ' .. (stands[5] or '?'))
end
if stands[1] ~= ARGV[1] or stands[2] == '0' then
  return {0}
end
local expiry = tonumber(stands[2])
if expiry <= tonumber(ARGV[3]) or expiry > tonumber(ARGV[2]) then
  return {0}
end
-- A write that takes no memory goes first: after it, Redis accepts all writes, also when the memory is full.
redis.call('HDEL', KEYS[1], '')
redis.call('HSET', KEYS[1], 'e', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
each_batch(KEYS[1], ARGV[4])
return {1, stands[3], stands[4]}
