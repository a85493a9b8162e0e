-- Adds a statement whose place is reserved, unless its handle is taken.
-- KEYS: statement, what is gone
-- ARGV: when it was reserved (us), how long that is good (ms), token, how long it is kept (ms), then its fields and their values
-- Returns {1} | {0, the stored statement} | {-1} when it is too late
local gone = redis.call('HMGET', KEYS[2], 'a', 'd', 'w')
if gone[1] and string.find(gone[1], ARGV[3], 1, true) then
  -- Added before, and removed since: it must not be added again.
  return {1}
end
local stands = redis.call('HMGET', KEYS[1], 'a', 'f', 'v', 's', 'e', 'n', 'i', 'q', 't')
if stands[2] or stands[3] then
  if stands[1] == ARGV[3] then
    return {1}
  end
  stands[1] = 0
  return stands
end
local time = redis.call('TIME')
if time[1] * 1000000 + time[2] - ARGV[1] > ARGV[2] * 1000 or (gone[2] and tonumber(gone[2]) >= tonumber(ARGV[1])) then
  return {-1}
end
redis.call('HSET', KEYS[1], 'a', ARGV[3], unpack(ARGV, 5))
if gone[3] then
  -- Tokens of changes of the removed statement must not be taken for changes of this one.
  redis.call('HSET', KEYS[1], 'w', gone[3])
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return {1}
