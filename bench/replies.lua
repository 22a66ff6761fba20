-- Leaves replies, each with words of its own; wrk calls request() for every one.
local words = {}
for word in ("the bridge was closed again council harbour library train ticket price winter " ..
  "morning nobody could say how long works last school market river street budget meeting " ..
  "answer question children teachers promise letter office people weather station garden " ..
  "museum ferry theatre concert doctor hospital rent house builder permit plan vote mayor " ..
  "report number figure month year friend neighbour story paper reader"):gmatch("%a+") do
  words[#words + 1] = word
end

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Sec-Fetch-Site"] = "same-origin"

local counter = 0

function init()
  math.randomseed(os.time())
end

function request()
  counter = counter + 1
  local said = {}
  for place = 1, 30 do said[place] = words[math.random(#words)] end
  local name = "Reader+" .. words[math.random(#words)] .. "+" .. counter
  local address = "reader" .. counter .. "%40example.org"
  local body = table.concat(said, "+")
  return wrk.format(nil, nil, nil, "name=" .. name .. "&email=" .. address .. "&body=" .. body)
end
