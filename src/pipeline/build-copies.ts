/**
 * Which copies of a parallel job are jobs of their own in the tree. Rules look at what a job does; where the matrix changes
 * nothing of that, one job stands for all its copies.
 */
import type { JobSource } from './build-keyword.ts';
import { type Copy, copiesOf } from './copies.ts';
import type { Job } from './nodes.ts';
import type { SymbolicText } from './symbolic.ts';

/** Of more copies nobody reads what is said about each; then one job has all values of the matrix. */
const MOST_JOBS = 50;

/** The copies to build, or undefined when the job stands for all of them. */
export function differingCopies(source: JobSource, job: Job): readonly Copy[] | undefined {
  if (job.hidden) return undefined;
  const copies = copiesOf(source.name, source.config, source.entry.trail);
  if (!copies || copies.length > MOST_JOBS) return undefined;
  const names = new Set(copies.flatMap(({ variables }) => variables.map(({ name }) => name)));
  return [...names].some((name) => mentions(job, name)) ? copies : undefined;
}

/** Docker's client and daemon, and the clients of registries, take these from the environment without being told. */
const READ_BY_PROGRAMS: ReadonlySet<string> = new Set([
  'DOCKER_AUTH_CONFIG',
  'DOCKER_CERT_PATH',
  'DOCKER_CONFIG',
  'DOCKER_HOST',
  'DOCKER_TLS_CERTDIR',
  'DOCKER_TLS_VERIFY',
  'REGISTRY_AUTH_FILE',
]);

/** Whether a variable's name stands anywhere where its value counts, or need not stand anywhere. */
function mentions({ scripts, image, services, variables }: Job, name: string): boolean {
  if (!/^\w+$/.test(name)) return false;
  if (READ_BY_PROGRAMS.has(name)) return true;
  const word = new RegExp(String.raw`\b${name}\b`);
  const texts = [
    ...(image ? [image.name] : []),
    ...services.flatMap((service) => [
      service.name,
      ...service.aliases,
      ...service.variables.flatMap(({ values }) => values),
    ]),
    ...variables.flatMap(({ values }) => values),
  ];
  return (
    scripts.some(({ lines }) => lines.some((line) => word.test(line.text.text))) ||
    texts.some((text) => usesVariable(text, name))
  );
}

function usesVariable(text: SymbolicText, name: string): boolean {
  return text.some((part) => part.kind === 'variable' && part.name === name);
}
