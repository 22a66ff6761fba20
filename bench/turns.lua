-- Asks for many pages in turn; their addresses are the lines of the file that is named after `--`.
local paths = {}
local place = 0

function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
end

function request()
  place = place % #paths + 1
  return wrk.format(nil, paths[place])
end
