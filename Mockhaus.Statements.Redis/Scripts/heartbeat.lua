-- Renews the leases of owners, and returns those that have expired.
-- KEYS: owners
-- ARGV: lease (ms), how long an expired one is still returned (ms), owners ...
-- Returns {whether each was known until now ..., owners whose lease has expired ...}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local told = {}
for i = 3, #ARGV do
  told[#told + 1] = redis.call('ZSCORE', KEYS[1], ARGV[i]) and 1 or 0
end
-- A write that takes no memory goes first: after it, all are taken, also when the memory is full.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('(%.0f', now - ARGV[2]))
for i = 3, #ARGV do
  redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[1]), ARGV[i])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1] + ARGV[2])
for _, owner in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))) do
  told[#told + 1] = owner
end
return told
