-- Removes a statement and its batches.
-- KEYS: statement
-- ARGV: the latest expiry at which it may be removed (us; '' any), channel, hint
-- Returns {1, session, request id or nil} | {0}
local stands = redis.call('HMGET', KEYS[1], 'n', 'i', 'e')
if not stands[1] then
  return {0}
end
if ARGV[1] ~= '' and (stands[3] == '0' or tonumber(stands[3]) > tonumber(ARGV[1])) then
  return {0}
end
each_batch(KEYS[1], nil)
redis.call('UNLINK', KEYS[1])
redis.pcall('PUBLISH', ARGV[2], ARGV[3])
return {1, stands[1], stands[2]}
