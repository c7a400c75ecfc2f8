/** The containers of a job: its image and its services, in all the forms in which they can be written. */
import { joinTrails, type Mapping, type Trail, type Value } from '../yaml/values.ts';
import { isNull, type Keyword, specified } from './build-keyword.ts';
import { readVariables } from './build-variables.ts';
import { flatten } from './flatten.ts';
import type { Image, Service } from './nodes.ts';
import { imageText, plainText, unknownText } from './runner-text.ts';
import type { SymbolicText } from './symbolic.ts';

/** The name of the image or service: where it stands, and the hash around it if there is one. */
interface Container {
  readonly name: SymbolicText;
  readonly value: Value;
  readonly trail: Trail;
  readonly hash: Mapping | undefined;
}

/** Undefined when the job has no image, or one that GitLab rejects. */
export function buildImage(keyword: Keyword | undefined, keyPath: string): Image | undefined {
  const container = keyword && readContainer(keyword.value, keyword.trail);
  if (!container) return undefined;
  return {
    type: 'Image',
    name: container.name,
    reference: undefined,
    kaniko: undefined,
    entrypoint: readStrings(container.hash, 'entrypoint'),
    references: [],
    place: container.value.place,
    trail: container.trail,
    keyPath,
  };
}

export function buildServices(keyword: Keyword | undefined, keyPath: string): readonly Service[] {
  if (!keyword || keyword.value.kind === 'scalar' || keyword.value.kind === 'mapping') return [];
  return flatten(keyword.value, keyword.trail)
    .items.filter(({ value }) => !isNull(value))
    .flatMap(({ value, trail }, index) => buildService(value, trail, `${keyPath}[${index}]`));
}

function buildService(value: Value, trail: Trail, keyPath: string): readonly Service[] {
  const container = readContainer(value, trail);
  if (!container) return [];
  const { name, hash } = container;
  const variables = hash && specified(hash, 'variables');
  return [
    {
      type: 'Service',
      name,
      reference: undefined,
      aliases: readAliases(hash),
      entrypoint: readStrings(hash, 'entrypoint'),
      command: readStrings(hash, 'command'),
      variables: variables
        ? readVariables(variables.value, 'service', `${keyPath}.variables`, joinTrails(trail, variables.trail))
        : [],
      references: [],
      place: container.value.place,
      trail: container.trail,
      keyPath,
    },
  ];
}

function readContainer(value: Value, trail: Trail): Container | undefined {
  if (value.kind === 'mapping') {
    const name = specified(value, 'name');
    const inner = name && readContainer(name.value, joinTrails(trail, name.trail));
    return inner && { ...inner, hash: value };
  }
  if (value.kind === 'reference') {
    const name = unknownText(value.place, 'comes from an include that cannot be read here');
    return { name, value, trail, hash: undefined };
  }
  if (value.kind !== 'scalar' || isNull(value)) return undefined;
  return { name: imageText(value.text), value, trail, hash: undefined };
}

/** Several aliases stand in one text, with blanks or commas between them. */
function readAliases(hash: Mapping | undefined): readonly SymbolicText[] {
  const alias = hash && specified(hash, 'alias')?.value;
  if (alias?.kind === 'reference') return [unknownText(alias.place, 'comes from an include that cannot be read here')];
  if (alias?.kind !== 'scalar') return [];
  const { text } = alias;
  return [...text.text.matchAll(/[^\s,]+/g)].map(({ 0: name, index }) =>
    imageText(text.slice(index, index + name.length)),
  );
}

/** A list of strings, or one string for itself. The container gets them as they are. */
function readStrings(hash: Mapping | undefined, key: string): readonly SymbolicText[] | undefined {
  const entry = hash && specified(hash, key);
  if (!entry) return undefined;
  return flatten(entry.value, []).items.map(({ value }) =>
    value.kind === 'scalar' ? plainText(value.text) : unknownText(value.place, 'is not text'),
  );
}
