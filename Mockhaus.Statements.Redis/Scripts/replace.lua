-- Replaces a statement at an expected version: every move there is.
-- KEYS: statement, fence
-- ARGV: expected version, token, '1' to drop the batches, how long it is kept (ms; '' as before), the latest expiry at which it may be
--       replaced (us; '' any), format, channel ('' for no hint), hint, then its fields and their values
-- Returns {1} | {0, what stands there} | {0} when nothing does
local stands = redis.call('HMGET', KEYS[1], 'w', 'f', 'v', 's', 'e', 'n', 'i', 'q', 't')
if not stands[2] then
  if ARGV[1] == '1' then
    -- An addition of it may still be on its way, whose sender has given up. It is refused from now on.
    local time = redis.call('TIME')
    redis.call('SET', KEYS[2], string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)), 'PX', 60000)
  end
  return {0}
end
if stands[3] ~= ARGV[1] and stands[1] == ARGV[2] then
  return {1}
end
if stands[3] ~= ARGV[1] or stands[2] ~= ARGV[6] or (ARGV[5] ~= '' and tonumber(stands[5]) > tonumber(ARGV[5])) then
  stands[1] = 0
  return stands
end
redis.call('HSET', KEYS[1], 'w', ARGV[2], unpack(ARGV, 9))
if ARGV[4] ~= '' then
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  each_batch(KEYS[1], ARGV[3] ~= '1' and ARGV[4] or nil)
end
if ARGV[7] ~= '' then
  redis.pcall('PUBLISH', ARGV[7], ARGV[8])
end
return {1}
