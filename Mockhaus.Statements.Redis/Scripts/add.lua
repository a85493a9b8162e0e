-- Adds a statement whose place is reserved, unless its handle is taken.
-- KEYS: statement, fence
-- ARGV: when it was reserved (ms), how long that is good (ms), token, how long it is kept (ms), then its fields and their values
-- Returns {1} | {0, what stands there} | {-1} when it comes too late
local stands = redis.call('HMGET', KEYS[1], 'a', 'f', 'v', 's', 'e', 'n', 'i', 'q', 't')
if stands[2] then
  if stands[1] == ARGV[3] then
    return {1}
  end
  stands[1] = 0
  return stands
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local fence = redis.call('GET', KEYS[2])
if now - ARGV[1] > tonumber(ARGV[2]) or (fence and tonumber(fence) >= tonumber(ARGV[1])) then
  return {-1}
end
redis.call('HSET', KEYS[1], 'a', ARGV[3], unpack(ARGV, 5))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return {1}
