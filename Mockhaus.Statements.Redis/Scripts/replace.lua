-- Replaces a statement at an expected version: every change of a state.
-- KEYS: statement, what is gone
-- ARGV: expected version, token, '1' to drop the batches, how long it is kept (ms; '' as before), the latest expiry at which it may be
--       replaced (us; '' any), format, channel ('' for no hint), hint, how long it is known what is gone (ms), when it was created (us), then
--       its fields and their values
-- Returns {1} | {0, the stored statement} | {0} when there is none
local stands = redis.call('HMGET', KEYS[1], 'w', 'f', 'v', 's', 'e', 'n', 'i', 'q', 't', 'c')
local moves = stands[1] or ''
if not stands[2] and not stands[3] then
  moves = redis.call('HGET', KEYS[2], 'w')
  if moves and string.find(moves, ARGV[2], 1, true) then
    return {1}
  end
  if ARGV[1] == '1' then
    -- An addition of it may still be in flight, whose call has timed out. It is refused from now on.
    local time = redis.call('TIME')
    redis.call('HDEL', KEYS[2], '')
    redis.call('HSET', KEYS[2], 'd', string.format('%.0f', time[1] * 1000000 + time[2]))
    redis.call('PEXPIRE', KEYS[2], ARGV[9])
  end
  return {0}
end
if string.find(moves, ARGV[2], 1, true) then
  -- Sent a second time. Others may have changed it since, or removed it and added another.
  return {1}
end
local created = table.remove(stands)
-- Created at another time: another statement, added when the one that is meant was removed.
if stands[3] ~= ARGV[1] or created ~= ARGV[10] or stands[2] ~= ARGV[6] or (ARGV[5] ~= '' and tonumber(stands[5]) > tonumber(ARGV[5])) then
  stands[1] = 0
  return stands
end
-- A write that takes no memory goes first: after it, Redis accepts all writes, also when the memory is full. A terminal state frees memory.
redis.call('HDEL', KEYS[1], '')
redis.call('HSET', KEYS[1], 'w', string.sub(ARGV[2] .. moves, 1, 256), unpack(ARGV, 11))
if ARGV[4] ~= '' then
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  each_batch(KEYS[1], ARGV[3] ~= '1' and ARGV[4] or nil)
end
if ARGV[7] ~= '' then
  redis.pcall('PUBLISH', ARGV[7], ARGV[8])
end
return {1}
