-- One load of wrk: POSTs the body in BODY_FILE; HEADERS_FILE has a line of "name: value" pairs, separated by tabs, for each request in turn.
-- wrk sends its requests in that order over all connections, so that no two under way carry the same line when there are more lines than connections.
local function read(path)
  local file = assert(io.open(path, "r"))
  local text = file:read("*a")
  file:close()
  return text
end

local requests, turn = {}, 0

function init()
  local body = read(os.getenv("BODY_FILE"))
  for line in (read(os.getenv("HEADERS_FILE"))):gmatch("([^\n]*)\n") do
    local headers = { ["content-type"] = "application/json" }
    for name, value in line:gmatch("([^\t:]+): ([^\t]+)") do headers[name] = value end
    requests[#requests + 1] = wrk.format("POST", nil, headers, body)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function done(summary, latency)
  local failed = summary.errors
  io.write(string.format('\nJSON {"requests":%d,"seconds":%.6f,"bytes":%d,"p50Ms":%.3f,"p99Ms":%.3f,"maxMs":%.3f,"errors":%d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    failed.connect + failed.read + failed.write + failed.status + failed.timeout))
end
