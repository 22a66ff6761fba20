-- Leaves replies, each with words of its own; wrk calls request() for every one.
local counter, run = 0, os.time()

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Sec-Fetch-Site"] = "same-origin"

function request()
  counter = counter + 1
  local mark = string.format("%d-%d", run, counter)
  local body = string.format(
    "name=Reader+%s&email=reader%s%%40example.org&body=The+bridge+was+closed+again+at+%s+" ..
    "and+nobody+at+the+town+hall+could+say+for+how+long+this+time.", mark, mark, mark)
  return wrk.format(nil, nil, nil, body)
end
