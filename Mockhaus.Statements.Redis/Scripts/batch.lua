-- Stores a batch of a running statement: the one that lies at the third key, or the bytes that come with it.
-- KEYS: statement, batch, parts that were sent before
-- ARGV: field of the batch in the statement, what is in it, token, status of a running statement, '1' with parts sent before, bytes
-- Returns 1 | 0 when the statement is not running
local stands = redis.call('HMGET', KEYS[1], 's')
if stands[1] ~= ARGV[4] then
  redis.call('UNLINK', KEYS[3])
  return 0
end
if ARGV[5] == '1' then
  if redis.call('EXISTS', KEYS[3]) == 0 then
    -- Sent a second time, because the first answer was lost; or the parts have been given up meanwhile.
    return redis.call('HGET', KEYS[2], 'w') == ARGV[3] and 1 or -1
  end
  redis.call('RENAME', KEYS[3], KEYS[2])
else
  redis.call('UNLINK', KEYS[2])
  redis.call('HSET', KEYS[2], '0', ARGV[6])
end
redis.call('HSET', KEYS[2], 'b', ARGV[2], 'w', ARGV[3])
redis.call('PEXPIRE', KEYS[2], redis.call('PTTL', KEYS[1]))
redis.call('HSET', KEYS[1], ARGV[1], '')
return 1
