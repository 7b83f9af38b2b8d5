import { CONFIGURATION_FAILURES } from '../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { visible } from '../../formats/terminal/visible.ts';

const MAX_CHARACTERS = 60;

/**
 * Returns a value of the configuration file for a message, as one line: a text in quotes, a number
 * or boolean as it is, both truncated to 60 characters and with control characters escaped. Lists
 * and maps are failures, whose text depends on the language.
 */
export function quote(value: unknown): string | Failure {
  if (Array.isArray(value)) return CONFIGURATION_FAILURES.a_list;
  if (typeof value === 'object' && value !== null) return CONFIGURATION_FAILURES.a_map;
  const text = String(value);
  const shortened = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
  return typeof value === 'string' ? visible(JSON.stringify(shortened)) : visible(shortened);
}
