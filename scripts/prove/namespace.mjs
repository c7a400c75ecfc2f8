/**
 * A machine of its own for the lab: a network with nothing but loopback, where the host names of the fixtures are
 * answered by the lab, and mounts that end with it. Everything that is started in it ends with it, too.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { ADDRESS, DOCKER_HUB, GITLAB, OTHER_REGISTRIES, REGISTRY, SERVICE_NAMES } from './world.mjs';

const OWN_NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--kill-child'];
const AS_ROOT_OF_ONES_OWN = ['--user', '--map-root-user'];

/** The options of `unshare` that this machine allows; `undefined`: none. */
export function namespaceOptions() {
  return [[...AS_ROOT_OF_ONES_OWN, ...OWN_NAMESPACES], OWN_NAMESPACES].find(
    (options) => spawnSync('unshare', [...options, 'ip', 'link', 'set', 'lo', 'up']).status === 0,
  );
}

/** Where the lab's files are inside; a place of its own, since jobs get an empty /tmp. */
export const LAB = '/mnt';

/** Where podman and its family keep what belongs to a machine: locks, signatures. */
const KEPT_FOLDERS = ['/dev/shm', '/var/lib/containers'].filter((folder) => existsSync(folder));

export const HOSTS = [REGISTRY, GITLAB, ...DOCKER_HUB, ...OTHER_REGISTRIES];

/** Names are answered from a file, and all others by a server that knows none, as in the network of a runner. */
export async function settle() {
  const run = (...command) => execFileSync(command[0], command.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] });
  run('ip', 'link', 'set', 'lo', 'up');
  for (const folder of [LAB, ...KEPT_FOLDERS]) run('mount', '-t', 'tmpfs', 'lab', folder);
  mkdirSync(`${LAB}/bin`);
  for (const address of Object.values(ADDRESS)) run('ip', 'address', 'add', `${address}/32`, 'dev', 'lo');
  const hosts = `127.0.0.1 localhost\n${ADDRESS.servers} ${HOSTS.join(' ')}\n`;
  writeFileSync(`${LAB}/hosts`, hosts);
  for (const service of ['tls', 'plain']) {
    writeFileSync(`${LAB}/hosts-${service}`, `${hosts}${ADDRESS[service]} ${SERVICE_NAMES.join(' ')}\n`);
  }
  writeFileSync(`${LAB}/resolv.conf`, 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n');
  run('mount', '--bind', `${LAB}/hosts`, '/etc/hosts');
  run('mount', '--bind', `${LAB}/resolv.conf`, '/etc/resolv.conf');
  await answerNoNames();
}

function answerNoNames() {
  const server = createSocket('udp4', (question, { port, address }) => {
    const answer = Buffer.from(question);
    answer.writeUInt16BE(0x8183, 2);
    answer.fill(0, 6, 12);
    answer.writeUInt16BE(1, 4);
    const end = question.indexOf(0, 12) + 5;
    server.send(answer.subarray(0, end), port, address);
  });
  return new Promise((resolve) => server.bind(53, '127.0.0.1', resolve));
}

/**
 * The command that runs a job's shell with empty folders where jobs have their own.
 *
 * @param service `tls` or `plain`: the docker-in-docker service that answers to its names
 */
export function inFreshFolders(command, service) {
  const mounts = ['/tmp', '/root', '/run', '/var/tmp', '/var/cache'].map((folder) => `mount -t tmpfs job ${folder}`);
  if (service) mounts.push(`mount --bind ${LAB}/hosts-${service} /etc/hosts`);
  return ['unshare', '--mount', 'sh', '-c', `${mounts.join(' && ')} && exec "$@"`, 'sh', ...command];
}
