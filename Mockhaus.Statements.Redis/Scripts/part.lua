-- Stores the first part of a batch, with the time for which parts wait for the rest.
-- KEYS: parts    ARGV: bytes, how long they are kept (ms)
redis.call('HSET', KEYS[1], '0', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
