/** Other tools that read `.gitlab-ci.yml`, each cold, on the same file and the same release of Node. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { mediansOf } from './measure.mjs';
import { ROOT_FILE, TYPICAL } from './pipelines.mjs';
import { lintWithProgram, runNode, writeProject } from './program.mjs';
import { compared, heading, told } from './table.mjs';

/** The oldest release that all of them run on: gitlab-ci-local wants 22. */
const NODE = `node-${process.platform}-${process.arch}`;
const PACKAGES = ['gitlab-ci-local@4', 'yaml-language-server@2', 'eslint@10', 'eslint-plugin-yml@3', `${NODE}@22`];

const PEERS = {
  'gitlab-ci-local --list': ({ folder, node }) =>
    runNode(
      [inModules(folder, 'gitlab-ci-local/dist/index.js'), '--list'],
      folder,
      { status: 0, prints: 'test-service-0' },
      { node },
    ),
  'yaml-language-server, to its diagnostics': languageServer,
  'eslint with eslint-plugin-yml': ({ folder, node }) =>
    runNode([inModules(folder, 'eslint/bin/eslint.js'), ROOT_FILE], folder, { status: 0, prints: '' }, { node }),
};

export async function measurePeers({ folder, quick }) {
  const title = heading('a process that lints the same file, on Node 22, against');
  writeProject(folder, TYPICAL);
  const missing = install(folder);
  if (missing) return [title, told('not measured, the peers cannot be installed', missing)];
  commit(folder);
  writeFileSync(
    join(folder, 'eslint.config.mjs'),
    "import yml from 'eslint-plugin-yml';\nexport default yml.configs.recommended;\n",
  );
  const node = inModules(folder, NODE, 'bin/node');
  const peers = Object.entries(PEERS).map(([name, run]) => [name, () => run({ folder, node })]);
  const taken = await mediansOf(quick ? 1 : 9, {
    ours: () => lintWithProgram(folder, [], { node }),
    ...Object.fromEntries(peers),
  });
  return [title, ...peers.map(([name]) => compared(name, taken.ours, taken[name], { target: 1, below: true }))];
}

const inModules = (folder, ...path) => join(folder, 'node_modules', ...path);

/** Why they cannot be had, if so. */
function install(folder) {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const options = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...options, ...PACKAGES], { cwd: folder, stdio: 'ignore' });
  return status === 0 ? undefined : `npm install ended with ${status}`;
}

/** What gitlab-ci-local asks of a repository: a commit, and a remote that has it. */
function commit(folder) {
  const git = (...args) => {
    const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  };
  git('init', '--quiet');
  git('add', ROOT_FILE);
  git('-c', 'user.name=bench', '-c', 'user.email=bench@example.com', 'commit', '--quiet', '--message', 'bench');
  git('remote', 'add', 'origin', 'https://gitlab.example.com/group/project.git');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
}

/** From the start of the server to its first diagnostics. It gets no schema, which it would have to download. */
async function languageServer({ folder, node }) {
  const start = performance.now();
  const server = spawn(node, [inModules(folder, 'yaml-language-server/bin/yaml-language-server'), '--stdio']);
  try {
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    const settings = { validate: true, schemaStore: { enable: false } };
    connection.onRequest('workspace/configuration', ({ items }) =>
      items.map(({ section }) => (section === 'yaml' ? settings : {})),
    );
    connection.onRequest('client/registerCapability', () => null);
    const diagnosed = new Promise((resolve, reject) => {
      connection.onNotification('textDocument/publishDiagnostics', resolve);
      server.once('exit', () => reject(new Error('yaml-language-server ended')));
    });
    connection.listen();
    const capabilities = { workspace: { configuration: true } };
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: null,
      capabilities,
    });
    await connection.sendNotification('initialized', {});
    const file = join(folder, ROOT_FILE);
    const opened = { uri: pathToFileURL(file).href, languageId: 'yaml', version: 1, text: readFileSync(file, 'utf8') };
    await connection.sendNotification('textDocument/didOpen', { textDocument: opened });
    await diagnosed;
    return performance.now() - start;
  } finally {
    server.removeAllListeners('exit');
    server.kill();
  }
}
