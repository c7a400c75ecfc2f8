/** Which of a command's words are image references, and which part of such a word. */
import type { Command, Word } from '../pipeline/commands.ts';
import { literalText, type SymbolicText } from '../pipeline/symbolic.ts';
import type { Lookup } from '../shell/environment.ts';
import { type Arguments, hasOption, isTurnedOff, tail, valuesOf } from './arguments.ts';
import type { ReferenceSource } from './client.ts';
import { goesToRegistry, readFields, shapeOf, sliceText, splitList } from './field-list.ts';

/** The references that a table row describes, as words; none where its conditions do not hold. */
export function referenceWords(own: Arguments, source: ReferenceSource, command: Command, lookup: Lookup): Word[] {
  if (!holds(own, source)) return [];
  const references: Word[] = [];
  for (const word of wordsOf(own, source, command, lookup)) {
    for (const part of partsOf(word, source)) {
      const reference = source.transport ? withoutTransport(part, source.transport) : part;
      if (!reference || source.except?.test(literalText(reference.value) ?? '')) continue;
      references.push(source.appendsName ? withName(reference) : reference);
    }
  }
  return references;
}

function holds(own: Arguments, source: ReferenceSource): boolean {
  const { when, whenArgument, whenValue, whenOutput, unless, unlessOff } = source;
  if (when && !hasOption(own, when)) return false;
  if (unless && hasOption(own, unless)) return false;
  if (unlessOff && isTurnedOff(own, unlessOff)) return false;
  const reads = (words: readonly Word[], like: RegExp): boolean =>
    words.some(({ value }) => like.test(literalText(value) ?? ''));
  if (whenArgument && !reads(own.positional, whenArgument)) return false;
  if (whenValue && !reads(valuesOf(own, whenValue.of), whenValue.is)) return false;
  return !whenOutput || valuesOf(own, whenOutput).some(({ value }) => goesToRegistry(readFields(value)));
}

/** Positional arguments, values of options, or that of a variable. */
function wordsOf(own: Arguments, source: ReferenceSource, command: Command, lookup: Lookup): Word[] {
  if (source.options) return valuesOf(own, source.options);
  if (source.variable !== undefined) return [variableWord(source.variable, command, lookup)];
  const { argument = 0 } = source;
  if (typeof argument !== 'number') return own.positional.slice(argument.from);
  const word = own.positional.at(argument);
  return word ? [word] : [];
}

function variableWord(name: string, { place }: Command, lookup: Lookup): Word {
  const written: SymbolicText = [{ kind: 'variable', name, quote: 'none', operation: undefined, place }];
  return { type: 'Word', written, value: lookup(name) ?? written, place };
}

function partsOf(word: Word, { field, prefix }: ReferenceSource): Word[] {
  const [start] = prefix ? (prefix.exec(shapeOf(word.value)) ?? []) : [''];
  if (start === undefined) return [];
  const rest = prefix ? after(word, start.length) : word;
  return field ? fieldsOf(rest, field) : [rest];
}

/** The references in `type=registry,ref=REF,mode=max`. A plain text is the reference of a cache. */
function fieldsOf(word: Word, field: 'ref' | 'name'): Word[] {
  const fields = readFields(word.value);
  const type = fields.find(({ key }) => key === 'type');
  if (!type) return field === 'ref' ? [word] : [];
  const kind = literalText(type.value);
  if (kind !== 'registry' && !(kind === 'image' && field === 'name' && goesToRegistry(fields))) return [];
  const values = fields.filter(({ key }) => key === field).map(({ value }) => value);
  return (field === 'name' ? values.flatMap(splitList) : values).map((value) => ({ ...word, value }));
}

const TRANSPORT = /^(docker|oci):\/\//;

/** Transports that touch no registry (containers/image `docs/containers-transports.5.md`; `ocidir` is regctl's). */
const LOCAL = /^(dir|oci|ocidir|oci-archive|docker-archive|docker-daemon|containers-storage|ostree|sif|tarball):/;

/** `docker://REF` without its transport; undefined when another transport keeps it away from registries. */
function withoutTransport(word: Word, transport: 'required' | 'optional'): Word | undefined {
  const shape = shapeOf(word.value);
  const [start] = TRANSPORT.exec(shape) ?? [];
  if (start !== undefined) return after(word, start.length);
  return transport === 'required' || LOCAL.test(shape) ? undefined : word;
}

function after(word: Word, count: number): Word {
  return { ...word, value: sliceText(word.value, count, shapeOf(word.value).length) };
}

function withName(word: Word): Word {
  const { place } = word;
  return {
    ...word,
    value: [
      ...word.value,
      { kind: 'literal', text: '/', quote: 'none', place },
      { kind: 'unknown', reason: 'is a name that the program chooses', quote: 'none', place },
    ],
  };
}

/** Build arguments that bring a dependency-proxy prefix into the Dockerfile's `FROM`. */
export function proxyArguments(own: Arguments): Word[] {
  return valuesOf(own, ['--build-arg']).flatMap((word) => {
    const names = word.value
      .map((part) => (part.kind === 'literal' ? part.text : part.kind === 'variable' ? `$${part.name}` : ''))
      .join('');
    if (/^CI_DEPENDENCY_PROXY_(DIRECT_)?GROUP_IMAGE_PREFIX$/.test(names)) {
      return [
        {
          ...word,
          value: [{ kind: 'variable', name: names, quote: 'none', operation: undefined, place: word.place } as const],
        },
      ];
    }
    if (!/=.*(\$CI_DEPENDENCY_PROXY_(DIRECT_)?GROUP_IMAGE_PREFIX|\/dependency_proxy\/containers)/.test(names))
      return [];
    return [tail(word, names.indexOf('=') + 1)];
  });
}
