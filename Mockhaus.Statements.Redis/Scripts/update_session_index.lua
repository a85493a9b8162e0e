-- Updates the index of a session, and a request id, for a statement. A call that is lost is repaired by the next read of the index.
-- KEYS: index of the session, request id (or the index again)
-- ARGV: handle, when it expires (us; '' it is gone, '?' it was not found, '+' it is kept as it is, '!' it does not get the request id),
--       how long it is kept (ms), '1' with a request id, how long a reservation is good (ms)
local live = 4000000000000000
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if ARGV[2] == '?' then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  if not score or now - (score - live) < tonumber(ARGV[5]) then
    return 0
  end
end
local is_holder = ARGV[4] == '1' and string.sub(redis.call('GET', KEYS[2]) or '', 1, 36) == ARGV[1]
if ARGV[2] == '' or ARGV[2] == '?' or ARGV[2] == '!' then
  if ARGV[2] ~= '!' then
    redis.call('ZREM', KEYS[1], ARGV[1])
  end
  if is_holder then
    redis.call('DEL', KEYS[2])
  end
  return 1
end
if score then
  if ARGV[2] ~= '+' then
    -- A write that takes no memory goes first: after it, all are taken, also when the memory is full.
    redis.call('ZREM', KEYS[1], '')
    redis.call('ZADD', KEYS[1], 'XX', ARGV[2], ARGV[1])
  end
  if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
  end
end
if is_holder then
  redis.call('PEXPIRE', KEYS[2], ARGV[3])
end
return 1
