-- Removes a statement and its batches. What is needed to recognize a call that is sent a second time is kept for a while.
-- A write that takes no memory (HDEL) goes first: after it, Redis accepts all writes, also when the memory is full.
-- KEYS: statement, what is gone
-- ARGV: the latest expiry at which it may be removed (us; '' any), format, token, how long it is known what is gone (ms), channel, hint
-- Returns {1, session, request id or nil} | {0}
local gone = redis.call('HMGET', KEYS[2], 'r', 'n', 'i', 'a', 'w', 'x')
if gone[1] and string.find(gone[1], ARGV[3], 1, true) then
  return {1, gone[2], gone[3]}
end
if gone[6] and string.find(gone[6], ARGV[3], 1, true) then
  return {0}
end
local stands = redis.call('HMGET', KEYS[1], 'f', 'n', 'i', 'e', 'a', 'w', 'v')
if not stands[1] and not stands[7] then
  -- Known too, so that a first sending that comes after this answer does not take away what is added next.
  redis.call('HDEL', KEYS[2], '')
  redis.call('HSET', KEYS[2], 'x', string.sub(ARGV[3] .. (gone[6] or ''), 1, 256))
  redis.call('PEXPIRE', KEYS[2], ARGV[4])
  return {0}
end
if stands[1] ~= ARGV[2] then
  return redis.error_reply('FORMAT ' .. (stands[1] or '?'))
end
if ARGV[1] ~= '' and (stands[4] == '0' or tonumber(stands[4]) > tonumber(ARGV[1])) then
  return {0}
end
each_batch(KEYS[1], nil)
redis.call('UNLINK', KEYS[1])
local time = redis.call('TIME')
redis.call('HSET', KEYS[2],
  'd', string.format('%.0f', time[1] * 1000000 + time[2]),
  'n', stands[2],
  'a', string.sub((stands[5] or '') .. (gone[4] or ''), 1, 256),
  'w', string.sub((stands[6] or '') .. (gone[5] or ''), 1, 256),
  'r', string.sub(ARGV[3] .. (gone[1] or ''), 1, 256))
if stands[3] then
  redis.call('HSET', KEYS[2], 'i', stands[3])
else
  redis.call('HDEL', KEYS[2], 'i')
end
redis.call('PEXPIRE', KEYS[2], ARGV[4])
redis.pcall('PUBLISH', ARGV[5], ARGV[6])
return {1, stands[2], stands[3]}
