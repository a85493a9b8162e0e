-- The remaining time of the lease of an owner.
-- KEYS: owners    ARGV: owner
-- Returns the time (ms), 0 when it has expired or there is none
local time = redis.call('TIME')
local ends = redis.call('ZSCORE', KEYS[1], ARGV[1])
return ends and math.max(0, ends - (time[1] * 1000 + math.floor(time[2] / 1000))) or 0
