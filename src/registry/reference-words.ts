/** Which of a command's words are image references, and which part of such a word. */
import type { Word } from '../pipeline/commands.ts';
import { type SymbolicText, showText } from '../pipeline/symbolic.ts';
import { type Arguments, tail, valuesOf } from './arguments.ts';
import type { ReferenceSource } from './client.ts';

/** The words that a table row describes: positional arguments, or values of options. */
export function referenceWords(own: Arguments, source: ReferenceSource): Word[] {
  const words = source.options ? valuesOf(own, source.options) : positionalWords(own, source.argument ?? 0);
  return words.flatMap((word) => {
    if (source.onlyRegistryOutput && !/type=registry|push=true/.test(showText(word.value))) return [];
    const field = source.field ? fieldOf(word, source.field) : word;
    return field && source.transport ? (withoutTransport(field, source.transport) ?? []) : (field ?? []);
  });
}

function positionalWords(own: Arguments, argument: number | { readonly from: number }): Word[] {
  if (typeof argument !== 'number') return own.positional.slice(argument.from);
  const word = own.positional.at(argument);
  return word ? [word] : [];
}

/** The reference in `type=registry,ref=REF,mode=max`; a plain reference stands for itself. */
function fieldOf(word: Word, field: 'ref' | 'name'): Word | undefined {
  const shown = word.value.map((part) => (part.kind === 'literal' ? part.text : '\uE000')).join('');
  if (!/(^|,)type=/.test(shown)) return field === 'ref' ? word : undefined;
  if (!/(^|,)type=(registry|image)/.test(shown)) return undefined;
  const start = shown.search(new RegExp(`(^|,)"?${field}=`));
  if (start === -1) return undefined;
  const from = shown.indexOf('=', start) + 1;
  const end = shown.indexOf(',', from);
  return { ...word, value: sliceText(word.value, from, end === -1 ? shown.length : end), written: word.written };
}

/** Part of a text, in which each part that is not literal counts as one character. */
function sliceText(text: SymbolicText, from: number, to: number): SymbolicText {
  let at = 0;
  return text.flatMap((part) => {
    const length = part.kind === 'literal' ? part.text.length : 1;
    const start = Math.max(from - at, 0);
    const end = Math.min(to - at, length);
    at += length;
    if (end <= start) return [];
    return [part.kind === 'literal' ? { ...part, text: part.text.slice(start, end) } : part];
  });
}

/** `docker://REF` without its transport; undefined when another transport keeps it away from registries. */
function withoutTransport(word: Word, transport: 'required' | 'optional'): Word | undefined {
  const [first, ...rest] = word.value;
  const literal = first?.kind === 'literal' ? first.text : '';
  if (first?.kind === 'literal' && literal.startsWith('docker://')) {
    return { ...word, value: [{ ...first, text: literal.slice('docker://'.length) }, ...rest] };
  }
  const local = /^(dir|oci|oci-archive|docker-archive|docker-daemon|containers-storage|ostree|sif|tarball):/.test(
    literal,
  );
  return transport === 'required' || local ? undefined : word;
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
