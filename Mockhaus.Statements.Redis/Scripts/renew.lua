-- Keeps a live statement and its batches.
-- KEYS: statement    ARGV: how long it is kept (ms)
-- Returns 1 | 0 when it is not live any more
if redis.call('HGET', KEYS[1], 'e') ~= '0' then
  return 0
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
each_batch(KEYS[1], ARGV[1])
return 1
