-- Makes the parts that were sent before a batch of a running statement. Their bytes do not come through here: Lua copies what it gets.
-- KEYS: statement, batch, its first part    ARGV: field of the batch, token, number of parts, status of a running statement, format
-- Returns 1 | 0 when the statement is not running | -1 when parts are missing
local stands = redis.call('HMGET', KEYS[1], 's', ARGV[1], 'f')
local value = ARGV[2] .. ' ' .. ARGV[3]
if stands[3] and stands[3] ~= ARGV[5] then
  return redis.error_reply('FORMAT ' .. stands[3])
end
if not stands[3] or stands[1] ~= ARGV[4] then
  for number = 0, ARGV[3] - 1 do
    redis.call('UNLINK', part_key(KEYS[1], ARGV[1], ARGV[2], number))
  end
  return 0
end
if stands[2] == value then
  -- Sent a second time, because the first answer was lost.
  return 1
end
local parts = {}
for number = 0, ARGV[3] - 1 do
  parts[#parts + 1] = part_key(KEYS[1], ARGV[1], ARGV[2], number)
end
if redis.call('EXISTS', unpack(parts)) ~= #parts then
  -- What is there keeps its short time to live: all of it is sent again under another token.
  return -1
end
local keep = redis.call('PTTL', KEYS[1])
for _, part in ipairs(parts) do
  redis.call('PEXPIRE', part, keep)
end
if stands[2] then
  each_part(KEYS[1], ARGV[1], nil)
end
redis.call('RENAME', KEYS[3], KEYS[2])
redis.call('HSET', KEYS[1], ARGV[1], value)
return 1
