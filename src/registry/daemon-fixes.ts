/** The settings of a job's Docker daemon written so that both sides agree, as changes to the variables that are there. */
import type { DaemonSetup, DindService, Setting } from '../pipeline/daemon.ts';
import { literalText } from '../pipeline/symbolic.ts';
import type { Fix, TextEdit } from '../source/text-edit.ts';
import { rewriteText, type TextChange } from '../yaml/edit-scalar.ts';
import { expandName, insertEntriesAfter, replaceValue } from '../yaml/edit-structure.ts';
import { valueOfKey } from '../yaml/written.ts';

type Edits = readonly TextEdit[] | undefined;

/** Where the service keeps its certificates unless told otherwise (docker-library/docker: `ENV DOCKER_TLS_CERTDIR=/certs`). */
const CERTIFICATES = '/certs';

/** The TLS port on the client's side, and what the client needs for TLS. */
export function useTls(daemon: DaemonSetup): readonly Fix[] {
  const { host, endpoint, tlsCertDir } = daemon;
  // The certificate that the service makes is for this name.
  if (!host || endpoint?.name !== 'docker') return [];
  const folder = tlsCertDir?.value || CERTIFICATES;
  const turnOn = tlsCertDir?.value === '' ? replaceValue(tlsCertDir.place, `"${CERTIFICATES}"`) : [];
  const missing = tlsCertDir ? [] : [entry('DOCKER_TLS_CERTDIR', CERTIFICATES)];
  return fix('Use TLS', [
    portOf(host, '2375', '2376'),
    turnOn,
    addTo(host, [...missing, ...certificates(daemon, folder)]),
  ]);
}

/** What the client needs for TLS beside the port. */
export function nameCertificates(daemon: DaemonSetup): readonly Fix[] {
  const { host, tlsCertDir } = daemon;
  if (!host) return [];
  return fix('Name the certificates', [addTo(host, certificates(daemon, tlsCertDir?.value || CERTIFICATES))]);
}

/** The port without TLS on the client's side, and no certificates on the service's. */
export function doWithoutTls({ host, tlsCertDir, tlsVerify }: DaemonSetup): readonly Fix[] {
  if (!host) return [];
  const off = tlsCertDir ? setEmpty(tlsCertDir) : addTo(host, [entry('DOCKER_TLS_CERTDIR', '')]);
  const plain = tlsVerify?.value ? setEmpty(tlsVerify) : [];
  return fix('Do without TLS', [portOf(host, '2376', '2375'), off, plain]);
}

/** The name that clients use by default. */
export function answerToDocker({ node }: DindService): readonly Fix[] {
  if (node.aliases.length > 0) return [];
  return fix('Give the service the alias docker', [expandName(node.place, ['alias: docker'])]);
}

/** The name in the certificate that the service makes. */
export function connectToDocker({ host, endpoint }: DaemonSetup, { names, node }: DindService): readonly Fix[] {
  if (!host || !endpoint) return [];
  const alias = names.includes('docker') ? [] : addAlias(node);
  return fix('Connect to docker', [inValue(host, endpoint.name, 'docker'), alias]);
}

/** An alias beside the one that is written, or the first. */
function addAlias({ aliases, place }: DindService['node']): Edits {
  if (aliases.length === 0) return expandName(place, ['alias: docker']);
  const [only, ...more] = aliases;
  const [part] = only ?? [];
  if (!part || more.length > 0 || literalText(only ?? []) === undefined) return undefined;
  return rewriteText([{ place: part.place, text: 'docker' }]);
}

function certificates({ tlsVerify, certPath }: DaemonSetup, folder: string): readonly string[] {
  return [
    ...(tlsVerify ? [] : [entry('DOCKER_TLS_VERIFY', '1')]),
    ...(certPath ? [] : [entry('DOCKER_CERT_PATH', `${folder}/client`)]),
  ];
}

function entry(name: string, value: string): string {
  return `${name}: "${value}"`;
}

function setEmpty(setting: Setting): Edits {
  return setting.value === '' ? [] : replaceValue(setting.place, '""');
}

function portOf(host: Setting, from: string, to: string): Edits {
  return host.value?.includes(`:${to}`) ? [] : inValue(host, from, to);
}

/** Changes a part of a variable's value where it is written. */
function inValue({ place }: Setting, from: string, to: string): Edits {
  const scalar = valueOfKey(place);
  const at = scalar?.text.text.indexOf(from) ?? -1;
  if (!scalar || at === -1) return undefined;
  const change: TextChange = { place: scalar.text.place(at, at + from.length), text: to };
  return rewriteText([change]);
}

function addTo({ place }: Setting, entries: readonly string[]): Edits {
  return entries.length === 0 ? [] : insertEntriesAfter(place, entries);
}

/** Nothing when one of the parts cannot be written. */
function fix(title: string, parts: readonly Edits[]): readonly Fix[] {
  const known = parts.filter((part) => part !== undefined);
  const edits = known.flat();
  return known.length < parts.length || edits.length === 0 ? [] : [{ title, edits }];
}
