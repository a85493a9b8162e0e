-- Appends history entries that are not there yet, in one step.
-- KEYS: entries by number, numbers by id, counters
-- ARGV: time to live (ms), then for each entry its id and its JSON
for i = 2, #ARGV, 2 do
  if redis.call('HEXISTS', KEYS[2], ARGV[i]) == 0 then
    local number = redis.call('HINCRBY', KEYS[3], 'next', 1)
    redis.call('HSET', KEYS[1], number, ARGV[i + 1])
    redis.call('HSET', KEYS[2], ARGV[i], number)
    redis.call('HINCRBY', KEYS[3], 'bytes', #ARGV[i + 1])
  end
end
for i = 1, #KEYS do
  redis.call('PEXPIRE', KEYS[i], ARGV[1])
end
return 1
