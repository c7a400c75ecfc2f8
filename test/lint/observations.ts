/** Observations made by hand, so that merging, selecting and fingerprints are tested without a walk. */
import type { Observation } from '../../src/lint/observe.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import type { TrailStep } from '../../src/yaml/values.ts';

/** An observation of the first appearance of `words` in `file`. */
export function observationOf(file: SourceFile, words: string, rest: Partial<Observation> = {}): Observation {
  const start = file.text.indexOf(words);
  if (start === -1) throw new Error(`"${words}" is not in ${file.path}`);
  return {
    rule: 'login-server',
    messageId: 'noServer',
    severity: 'error',
    confidence: 'high',
    message: 'This login goes to Docker Hub.',
    help: 'Name the server.',
    place: file.place(start, start + words.length),
    jobs: [],
    keyPath: '',
    related: [],
    fixes: [],
    trail: [],
    docs: 'https://example.com/login-server',
    ...rest,
  };
}

export function extendsStep(file: SourceFile, name: string): TrailStep {
  return { kind: 'extends', name, place: file.place(0, 0) };
}

export function configFile(text: string, path = '.gitlab-ci.yml'): SourceFile {
  return new SourceFile(path, text);
}
