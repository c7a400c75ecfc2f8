/** A located value as plain data, which is what the functions of a JSON Schema read. */
import { holdsPlaceholder } from '../../compose/placeholder.ts';
import type { Mapping, Value } from '../../yaml/values.ts';
import { isNull, isOpen } from '../build-keyword.ts';
import { MAX_NESTING } from '../flatten.ts';

/** A value that can still become anything: it is there, and whatever the schema has against it is not certain. */
const OPEN = Symbol('open');

/** No schema accepts this, so that the list is reported. */
const TOO_DEEP = false;

/** Lists that hold others many times over grow without end; nobody writes as many values as this. */
const MAX_VALUES = 20_000;

/**
 * Null under a key becomes undefined: GitLab takes the keyword for absent, but knows its name. Lists in lists stay as they
 * are, up to the depth to which GitLab flattens them. Undefined: there are more values than anybody can use.
 */
export function toPlain(mapping: Mapping): unknown {
  let values = 0;

  const plain = (value: Value, level: number): unknown => {
    values += 1;
    if (values > MAX_VALUES || isOpen(value)) return OPEN;
    if (value.kind === 'list') {
      return level >= MAX_NESTING ? TOO_DEEP : value.items.map((item) => plain(item.value, level + 1));
    }
    return value.kind === 'mapping' ? plainMapping(value) : value.kind === 'scalar' ? value.value : OPEN;
  };

  const plainMapping = ({ entries }: Mapping): Readonly<Record<string, unknown>> => {
    const object: Record<string, unknown> = Object.create(null);
    for (const [name, { value }] of entries) {
      if (!holdsPlaceholder(name)) object[name] = isNull(value) ? undefined : plain(value, 0);
    }
    return object;
  };

  const whole = plainMapping(mapping);
  return values > MAX_VALUES ? undefined : whole;
}
