-- One decision: counts every charge or, when one of them does not fit, none. The same as algorithms.ts, number by number.
-- KEYS: the counters. ARGV: microseconds since the epoch ('' for those of this server), then for each counter: algorithm, quota, capacity,
-- window in seconds, amount. Gives for each: microseconds until it fits (0: it was counted, -1: it never does), what remains, microseconds until all does.
local SLICES = 10
local NEVER = -1

local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local bucket = {}

function bucket.settle(limit, state)
  local used, at = state[1] or 0, state[2] or 0
  return { math.max(0, used - math.max(0, now - at) * limit.quota), now }
end

function bucket.wait(limit, state)
  if limit.amount > limit.capacity then return NEVER end
  local excess = state[1] - (limit.capacity - limit.amount) * limit.window
  if excess <= 0 then return 0 end
  return math.ceil(excess / limit.quota)
end

function bucket.add(limit, state)
  state[1] = state[1] + limit.amount * limit.window
end

function bucket.remaining(limit, state)
  return math.max(0, math.floor(limit.capacity - state[1] / limit.window))
end

function bucket.reset(limit, state)
  return math.ceil(state[1] / limit.quota)
end

-- state[1] is the number of the current slice, state[2 + n] what was counted n slices ago.
local window = {}

local function sum(state)
  local total = 0
  for index = 2, SLICES + 2 do total = total + state[index] end
  return total
end

local function leaves(limit, slice)
  return (slice + SLICES + 1) * (limit.window / SLICES)
end

function window.settle(limit, state)
  local slice = math.floor(now / (limit.window / SLICES))
  local passed = math.max(0, slice - (state[1] or 0))
  local settled = { slice }
  for index = 2, SLICES + 2 do
    local from = index - passed
    settled[index] = from >= 2 and state[from] or 0
  end
  return settled
end

function window.wait(limit, state)
  if limit.amount > limit.capacity then return NEVER end
  local excess = sum(state) + limit.amount - limit.quota
  local oldest = SLICES
  while excess > 0 and oldest >= 0 do
    excess = excess - state[2 + oldest]
    oldest = oldest - 1
  end
  if oldest == SLICES then return 0 end
  return leaves(limit, state[1] - oldest - 1) - now
end

function window.add(limit, state)
  state[2] = state[2] + limit.amount
end

function window.remaining(limit, state)
  return math.max(0, limit.quota - sum(state))
end

function window.reset(limit, state)
  for ago = 0, SLICES do
    if state[2 + ago] > 0 then return leaves(limit, state[1] - ago) - now end
  end
  return 0
end

local algorithms = { ['token-bucket'] = bucket, ['sliding-window'] = window }

-- Numbers are written in full: by itself Lua would write 14 digits.
local function written(state)
  local texts = {}
  for index, number in ipairs(state) do texts[index] = string.format('%.0f', number) end
  return table.concat(texts, ' ')
end

local function read(text)
  local state = {}
  if text then
    for number in string.gmatch(text, '%S+') do state[#state + 1] = tonumber(number) end
  end
  return state
end

local charges = {}
local allowed = true
local texts = redis.call('MGET', unpack(KEYS))
for index, key in ipairs(KEYS) do
  local first = 2 + (index - 1) * 5
  local limit = {
    quota = tonumber(ARGV[first + 1]),
    capacity = tonumber(ARGV[first + 2]),
    window = tonumber(ARGV[first + 3]) * 1000000,
    amount = tonumber(ARGV[first + 4]),
  }
  local algorithm = algorithms[ARGV[first]]
  local state = algorithm.settle(limit, read(texts[index]))
  local wait = algorithm.wait(limit, state)
  allowed = allowed and wait == 0
  charges[index] = { key = key, limit = limit, algorithm = algorithm, state = state, wait = wait }
end

local answer = {}
for _, charge in ipairs(charges) do
  local algorithm, limit, state = charge.algorithm, charge.limit, charge.state
  if allowed then algorithm.add(limit, state) end
  local reset = algorithm.reset(limit, state)
  if allowed then redis.call('SET', charge.key, written(state), 'PX', string.format('%.0f', math.ceil(reset / 1000))) end
  answer[#answer + 1] = charge.wait
  answer[#answer + 1] = algorithm.remaining(limit, state)
  answer[#answer + 1] = reset
end
return answer
