import type { Value } from '../yaml/values.ts';

/** Ruby on Rails' `present?`: neither null nor false nor empty. */
export function isPresent(value: Value | undefined): value is Value {
  if (!value) return false;
  if (value.kind === 'scalar') return value.value !== false && value.text.text.trim() !== '';
  if (value.kind === 'list') return value.items.length > 0;
  return value.kind === 'reference' || value.entries.size > 0;
}
