/** Words for what is wrong with the YAML of a settings file. `config-syntax` has those for pipelines, which quote GitLab. */
import type { Problem } from '../source/problem.ts';
import type { SyntaxKind } from '../yaml/problems.ts';
import type { SettingsFault } from './shape.ts';

type Words = (data: Problem['data']) => { readonly message: string; readonly help?: string };

const WORDS: Readonly<Record<SyntaxKind, Words>> = {
  syntaxError: ({ reason = '', hint = '' }) => ({ message: `This is no YAML: ${reason}.`, help: hint && `${hint}.` }),
  tabIndent: () => ({ message: 'YAML is indented with spaces, and here is a tab.' }),
  controlCharacter: ({ code = '' }) => ({ message: `YAML does not allow the character ${code}.` }),
  unknownAlias: ({ name = '' }) => ({ message: `There is no anchor \`&${name}\` before this.` }),
  recursiveAlias: ({ name = '' }) => ({ message: `The anchor \`&${name}\` contains itself.` }),
  dateValue: () => ({ message: 'This is a date for YAML.', help: 'Write it in quotes.' }),
  forbiddenTag: ({ tag = '' }) => ({ message: `Settings have no tags, and \`${tag}\` is one.` }),
  notMapping: () => ({ message: 'Settings are a mapping.', help: 'Write `preset: strict`, for example.' }),
  tooBig: () => ({ message: 'The file is too big for settings.' }),
  parsedTooBig: () => ({ message: 'This file, with what its aliases stand for, is too big for settings.' }),
  tooDeep: () => ({ message: 'This is nested too deep.' }),
};

export function explainSyntax({ kind, place, data }: Problem): SettingsFault {
  const words = Object.hasOwn(WORDS, kind) ? WORDS[kind as SyntaxKind] : undefined;
  return { place, help: '', ...(words?.(data) ?? { message: 'This cannot be read.' }) };
}
