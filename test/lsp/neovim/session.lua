-- What somebody does in Neovim with its own LSP client: opens two files of a project, reads the findings, takes a code
-- action, asks for a hover and a definition. Prints what was seen as JSON.
-- Arguments: the program with its arguments, as a JSON list.
local cmd = vim.json.decode(vim.env.PIPELINT_COMMAND)
local seen = {}

local function open(path)
  vim.cmd('edit ' .. path)
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].filetype = 'yaml'
  return buffer
end

local function wait(what, condition)
  if not vim.wait(20000, condition, 20) then
    error('waited in vain for ' .. what)
  end
end

local function codes(buffer)
  return vim.tbl_map(function(diagnostic)
    return diagnostic.code or (diagnostic.user_data and diagnostic.user_data.lsp and diagnostic.user_data.lsp.code)
  end, vim.diagnostic.get(buffer))
end

local function session()
  local told = {}
  vim.lsp.handlers['textDocument/publishDiagnostics'] = function(err, result, ctx, config)
    told[vim.uri_to_bufnr(result.uri)] = true
    vim.lsp.diagnostic.on_publish_diagnostics(err, result, ctx, config)
  end

  local root = open('.gitlab-ci.yml')
  local client = vim.lsp.start_client({ name = 'pipelint', cmd = cmd, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(root, client)
  local template = open('ci/docker.yml')
  vim.lsp.buf_attach_client(template, client)
  wait('findings', function() return told[root] and told[template] end)
  seen.root = codes(root)
  seen.template = codes(template)

  -- The push is in the template, and what is wrong with its name in the file that extends it.
  local push = vim.fn.search('docker push', 'w')
  local params = vim.lsp.util.make_given_range_params({ push, 0 }, { push, 60 })
  params.context = { diagnostics = {} }
  local answers = vim.lsp.buf_request_sync(template, 'textDocument/codeAction', params, 20000)
  seen.actions = {}
  local chosen
  for _, action in ipairs(answers[client].result) do
    table.insert(seen.actions, action.title)
    if action.title:match('^Put a /') then chosen = action end
  end
  told[template] = false
  vim.lsp.util.apply_workspace_edit(chosen.edit, 'utf-16')
  wait('findings after the change', function() return told[template] end)
  seen.after = codes(template)

  vim.api.nvim_set_current_buf(root)
  seen.line = vim.fn.getline(vim.fn.search('worker$', 'w'))
  vim.fn.cursor(vim.fn.search('extends: .docker-build', 'w'), 14)
  local position = vim.lsp.util.make_position_params(0, 'utf-16')
  local definition = vim.lsp.buf_request_sync(root, 'textDocument/definition', position, 20000)[client].result[1]
  seen.definition = vim.fn.fnamemodify(vim.uri_to_fname(definition.uri), ':.') .. ':' .. definition.range.start.line + 1

  vim.fn.cursor(vim.fn.search('CI_REGISTRY_IMAGE/api', 'w'), 16)
  position = vim.lsp.util.make_position_params(0, 'utf-16')
  seen.hover = vim.lsp.buf_request_sync(root, 'textDocument/hover', position, 20000)[client].result.contents.value

  vim.lsp.stop_client(client)
  wait('the end of the server', function() return vim.lsp.get_client_by_id(client) == nil end)
end

local ok, fault = pcall(session)
if not ok then seen.fault = fault end
io.stdout:write(vim.json.encode(seen))
vim.cmd('qall!')
