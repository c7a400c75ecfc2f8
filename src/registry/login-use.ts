/** Whether a command may use what a login has stored. */
import type { Command } from '../pipeline/commands.ts';
import { literalText, showText } from '../pipeline/symbolic.ts';
import { behindWrappers } from '../shell/wrappers.ts';
import { readInvocation } from './arguments.ts';
import { mentionsAuthFolder } from './auth-path.ts';
import { clientOf } from './clients/index.ts';
import { whyOpaque } from './transparent.ts';

const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Programs that are no clients of their own and read docker's auth file, or hand it on. */
const READERS = names(`
  act argocd clair-scanner dive docker-machine grype helmfile kubectl kustomize oc packer skaffold snyk
  syft terraform terragrunt tofu trivy
`);

/** Subcommands of docker that ask no registry. */
const QUESTIONS = names('--version info ps version');

/** `maybe`: something runs that cannot be seen into. */
export type Use = 'yes' | 'maybe' | 'no';

export function usesLogin(command: Command): Use {
  const words = behindWrappers(command.words);
  const [program, first] = words.map((word) => literalText(word.value));
  const written = [...words, ...command.redirects.flatMap(({ target }) => target ?? [])].map(({ value }) => value);
  if (written.some((text) => mentionsAuthFolder(text) || showText(text).includes('DOCKER_CONFIG'))) return 'yes';
  if (words.length === 0) return 'no';
  if (READERS.has(program?.replace(/^.*\//, '') ?? '')) return 'yes';
  const client = program === undefined ? undefined : clientOf(program);
  if (client?.runsProject) return 'maybe';
  if (client) {
    const does = readInvocation(client, words.slice(1)).verb?.does;
    return does === 'login' || does === 'logout' || QUESTIONS.has(first ?? '') ? 'no' : 'yes';
  }
  return whyOpaque(words, program) === undefined ? 'no' : 'maybe';
}
