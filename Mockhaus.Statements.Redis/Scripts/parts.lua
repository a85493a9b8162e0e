-- In front of the scripts that need it. A field ':N' of a statement says of batch N: its token, and how many parts it has. The first
-- part, with what is in the batch, has the statement's name and the field's; the others that, the token and a number.
local function part_key(statement, field, token, number)
  return statement .. field .. ':' .. token .. ':' .. number
end

-- Drops the parts of one batch, or keeps them for a time (ms).
local function each_part(statement, field, keep)
  local token, count = string.match(redis.call('HGET', statement, field) or '', '^(%x+) (%d+)')
  local keys = {statement .. field}
  for number = 1, tonumber(count or 0) - 1 do
    keys[#keys + 1] = part_key(statement, field, token, number)
  end
  for _, key in ipairs(keys) do
    if keep then
      redis.call('PEXPIRE', key, keep)
    else
      redis.call('UNLINK', key)
    end
  end
end

-- The same for all batches.
local function each_batch(statement, keep)
  for _, field in ipairs(redis.call('HKEYS', statement)) do
    if string.sub(field, 1, 1) == ':' then
      each_part(statement, field, keep)
      if not keep then
        redis.call('HDEL', statement, field)
      end
    end
  end
end

