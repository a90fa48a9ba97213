-- Drives slant lsp with Neovim's own client: opens a file, waits for its diagnostics, hovers, takes a code action, and
-- writes what it saw to OUT as JSON. Environment: SLANT, STORY, OUT, LIMIT (milliseconds).
local limit = tonumber(os.getenv("LIMIT"))
local seen = {}

local function finish()
  local file = assert(io.open(os.getenv("OUT"), "w"))
  file:write(vim.fn.json_encode(seen))
  file:close()
  vim.cmd("qall!")
end

local function diagnostics()
  local list = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    table.insert(list, { d.lnum, d.col, d.end_col, d.code or d.user_data.lsp.code, d.severity })
  end
  return list
end

local ok, trouble = pcall(function()
  vim.cmd("edit " .. vim.fn.fnameescape(os.getenv("STORY")))
  local client = vim.lsp.start_client({
    name = "slant",
    cmd = { os.getenv("SLANT"), "lsp" },
    root_dir = vim.fn.fnamemodify(os.getenv("STORY"), ":h"),
  })
  vim.lsp.buf_attach_client(0, client)
  vim.wait(limit, function() return #vim.diagnostic.get(0) > 0 end, 20)
  seen.before = diagnostics()
  local where = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = 2, character = 24 } }
  local hover = vim.lsp.buf_request_sync(0, "textDocument/hover", where, limit)
  seen.hover = hover[client].result.contents.value
  vim.ui.select = function(items, options, choose)
    seen.titles = vim.tbl_map(function(item) return options.format_item(item) end, items)
    choose(items[1], 1)
  end
  vim.api.nvim_win_set_cursor(0, { 3, 27 })
  vim.lsp.buf.code_action()
  vim.wait(limit, function() return vim.api.nvim_buf_get_lines(0, 2, 3, true)[1]:find("government") ~= nil end, 20)
  vim.wait(limit, function() return #vim.diagnostic.get(0) < #seen.before end, 20)
  seen.line = vim.api.nvim_buf_get_lines(0, 2, 3, true)[1]
  seen.after = diagnostics()
  vim.lsp.stop_client(client)
  vim.wait(limit, function() return vim.lsp.client_is_stopped(client) end, 20)
  seen.stopped = vim.lsp.client_is_stopped(client)
end)
seen.trouble = not ok and tostring(trouble) or nil
finish()
