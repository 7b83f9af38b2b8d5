/** An object of the export. */
export type ExchangeObject = Readonly<Record<string, unknown>>;

/** Why a value cannot be what it is to be; in English, one line, of that value alone. */
export class ExchangeFault extends Error {}

const SENT_LINE = 'docs/discovery.md has the line that exports it so';

export function isObject(value: unknown): value is ExchangeObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The items of a list. PowerShell writes a list of one as the item, an empty one as nothing, and some as an object with the
 * list in its `value`.
 */
export function listIn(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  return isObject(value) && Array.isArray(value['value']) && 'Count' in value ? value['value'] : [value];
}

/** Text; undefined where there is none. @throws {ExchangeFault} where there is something else */
export function textIn(object: ExchangeObject, key: string): string | undefined {
  const value = object[key];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  // As a session from afar writes some of its values.
  if (isObject(value) && typeof value['Value'] === 'string') return value['Value'];
  throw new ExchangeFault(`${key} is no text; ${SENT_LINE}`);
}

/** Yes or no; `otherwise` where neither is said. @throws {ExchangeFault} where there is something else */
export function flagIn(object: ExchangeObject, key: string, otherwise: boolean): boolean {
  const value = object[key];
  if (value === undefined || value === null) return otherwise;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw new ExchangeFault(`${key} is neither true nor false; ${SENT_LINE}`);
}

/** What stands in a text such as `Tls, BasicAuth`, lower case; undefined where there is none. @throws {ExchangeFault} */
export function wordsIn(object: ExchangeObject, key: string): ReadonlySet<string> | undefined {
  const text = textIn(object, key);
  return text === undefined ? undefined : new Set(text.split(',').map((word) => word.trim().toLowerCase()));
}
