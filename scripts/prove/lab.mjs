/** Sets the lab up inside its namespace: certificates, servers, docker-registry with images in it, and the docker client's way. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { generate } from 'selfsigned';
import { startDaemon } from './daemon.mjs';
import { configureStorage, run } from './job.mjs';
import { HOSTS, LAB } from './namespace.mjs';
import { registryConfiguration, startServers } from './servers.mjs';
import { ADDRESS, REGISTRY, SECRETS, SERVICE_CERTIFICATE } from './world.mjs';

const REGISTRY_PORT = 5000;
/** docker-registry as a server of Go's, as far as a greeting goes what dockerd is in a docker-in-docker service. */
const SERVICES = { tls: 2376, plain: 2375 };

/** What is in the registry before a job begins, so that there is something to pull. */
const IMAGES = [
  'acme/platform/api:latest',
  'acme/platform/api:1',
  'acme/platform/api:6f1d2c3b4a5968778695a4b3c2d1e0f916273849',
  'acme/platform/api/tools:1',
  'acme/platform/web:latest',
  'acme/listed/tool:1',
  'acme/public/tool:1',
  'acme/dependency_proxy/containers/alpine:latest',
  'acme/dependency_proxy/containers/alpine:3.22',
  'acme/dependency_proxy/containers/busybox:1.37',
  'acme/dependency_proxy/containers/golang:1.25',
  'acme/dependency_proxy/containers/node:22',
];

/** Images in the storage that buildah and podman share. */
const LOCAL_IMAGES = [
  'localhost/app:latest',
  'localhost/app:1',
  'localhost/shop:latest',
  `${REGISTRY}/acme/platform/api:latest`,
  `${REGISTRY}/acme/platform/api:1`,
];

/** Must run after `settle()`. What it starts ends with the namespace. */
export async function prepare() {
  const pems = await makeCertificates();
  writeFileSync(`${LAB}/bin/docker`, dockerCommand(), { mode: 0o755 });
  writeFileSync(`${LAB}/bin/apk`, '#!/bin/sh\n# Debian has no apk; what jobs install with it is there.\n', {
    mode: 0o755,
  });
  const image = `${LAB}/image`;
  writeImage(image);
  const environment = { ...process.env, HOME: LAB, TMPDIR: LAB, SSL_CERT_FILE: `${LAB}/certificate.pem` };
  await startServers(pems.web, REGISTRY_PORT);
  await startDaemon(`${LAB}/docker.sock`, image, environment);
  startRegistry('registry.yml', registryConfiguration(`${LAB}/images`, REGISTRY_PORT, `${LAB}/certificate.pem`));
  for (const [kind, port] of Object.entries(SERVICES)) startRegistry(`${kind}.yml`, serviceConfiguration(kind, port));
  await answering('127.0.0.1', REGISTRY_PORT);
  for (const [kind, port] of Object.entries(SERVICES)) await answering(ADDRESS[kind], port);
  const storage = { ...environment, CONTAINERS_STORAGE_CONF: configureStorage(`${LAB}/store`) };
  for (const name of IMAGES) {
    await copy(environment, '--dest-creds', `seed:${SECRETS.seed}`, `oci:${image}`, `docker://${REGISTRY}/${name}`);
  }
  for (const name of LOCAL_IMAGES) await copy(storage, `oci:${image}`, `containers-storage:${name}`);
}

async function makeCertificates() {
  const web = await certificateFor(HOSTS);
  const daemon = await certificateFor(SERVICE_CERTIFICATE);
  writeFileSync(`${LAB}/certificate.pem`, web.certificate);
  writeFileSync(`${LAB}/daemon.pem`, daemon.certificate);
  writeFileSync(`${LAB}/daemon.key`, daemon.key, { mode: 0o600 });
  mkdirSync(`${LAB}/certs`);
  writeFileSync(`${LAB}/certs/ca.pem`, daemon.certificate);
  writeFileSync(`${LAB}/certs/cert.pem`, daemon.certificate);
  writeFileSync(`${LAB}/certs/key.pem`, daemon.key, { mode: 0o600 });
  return { web };
}

async function certificateFor(names) {
  const extensions = [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyCertSign: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
    { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
  ];
  const pems = await generate([{ name: 'commonName', value: names[0] }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions,
  });
  return { key: pems.private, certificate: pems.cert };
}

function serviceConfiguration(kind, port) {
  const tls = kind === 'tls' ? `, tls: { certificate: ${LAB}/daemon.pem, key: ${LAB}/daemon.key }` : '';
  return `version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage: { inmemory: {} }
http: { addr: "${ADDRESS[kind]}:${port}"${tls} }
`;
}

function startRegistry(file, configuration) {
  writeFileSync(`${LAB}/${file}`, configuration);
  const log = openSync(`${LAB}/${file}.log`, 'w');
  spawn('docker-registry', ['serve', `${LAB}/${file}`], {
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH },
  });
}

async function answering(address, port) {
  for (let tries = 0; tries < 100; tries++) {
    if (await reachable(address, port)) return;
    await pause(100);
  }
  throw new Error(`nothing listens on ${address}:${port}`);
}

function reachable(address, port) {
  return new Promise((resolve) => {
    const socket = connect(port, address, () => resolve(true));
    socket.on('connect', () => socket.destroy()).on('error', () => resolve(false));
  });
}

/**
 * The real client. A login is made without a daemon, by the client itself, which has the same code for it; what needs a
 * daemon goes to the one that stands in, unless the job names another.
 */
function dockerCommand() {
  const client = execFileSync('sh', ['-c', 'command -v docker'], { encoding: 'utf8' }).trim();
  return `#!/bin/sh
case " $* " in *" login "*) DOCKER_HOST=tcp://127.0.0.1:9 ;; esac
exec ${client} "$@"
`;
}

/** The smallest image there is, as an OCI layout. */
function writeImage(folder) {
  mkdirSync(`${folder}/blobs/sha256`, { recursive: true });
  const store = (content) => {
    const digest = createHash('sha256').update(content).digest('hex');
    writeFileSync(`${folder}/blobs/sha256/${digest}`, content);
    return { digest: `sha256:${digest}`, size: content.length };
  };
  const tar = Buffer.alloc(1024);
  const layer = store(gzipSync(tar));
  const diffId = `sha256:${createHash('sha256').update(tar).digest('hex')}`;
  const config = store(
    Buffer.from(
      JSON.stringify({
        architecture: 'amd64',
        os: 'linux',
        config: {},
        rootfs: { type: 'layers', diff_ids: [diffId] },
      }),
    ),
  );
  const type = (name) => `application/vnd.oci.image.${name}`;
  const manifest = store(
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: type('manifest.v1+json'),
        config: { mediaType: type('config.v1+json'), ...config },
        layers: [{ mediaType: type('layer.v1.tar+gzip'), ...layer }],
      }),
    ),
  );
  const manifests = [{ mediaType: type('manifest.v1+json'), ...manifest }];
  writeFileSync(`${folder}/index.json`, JSON.stringify({ schemaVersion: 2, manifests }));
  writeFileSync(`${folder}/oci-layout`, '{"imageLayoutVersion":"1.0.0"}');
}

async function copy(env, ...words) {
  const { status, text } = await run(['skopeo', 'copy', '--quiet', ...words], { env });
  if (status !== 0) throw new Error(`the lab cannot put its images in place: ${text}`);
}
