-- Removes history entries. A field of a hash that is deleted leaves no bytes behind; an entry of a stream would.
-- KEYS: entries by number, numbers by id, counters
-- ARGV: the number before which everything is removed ('' unchanged), then for each entry its number and its id
-- Returns how many were removed
local removed = 0
for i = 2, #ARGV, 2 do
  local json = redis.call('HGET', KEYS[1], ARGV[i])
  if json then
    redis.call('HDEL', KEYS[1], ARGV[i])
    redis.call('HDEL', KEYS[2], ARGV[i + 1])
    redis.call('HINCRBY', KEYS[3], 'bytes', -#json)
    removed = removed + 1
  end
end
if ARGV[1] ~= '' then
  redis.call('HSET', KEYS[3], 'first', ARGV[1])
end
return removed
