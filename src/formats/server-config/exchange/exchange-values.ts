import { EXCHANGE_FAILURES } from '../../../domain/failure/exchange-failures.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';

/** An object of the export. */
export type ExchangeObject = Readonly<Record<string, unknown>>;

/** The error of one invalid value. */
export class ExchangeError extends FailureError {}

/** Returns true for an object that is not a list. */
export function isObject(value: unknown): value is ExchangeObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Returns the items of a list. PowerShell writes a list of one item as the item, an empty list as
 * null, and some lists as `{ value: […], Count: 2 }`.
 */
export function listIn(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  return isObject(value) && Array.isArray(value['value']) && 'Count' in value ? value['value'] : [value];
}

/**
 * Returns a text; undefined if it is missing or empty.
 * @throws {ExchangeError} if the value has another type
 */
export function textIn(object: ExchangeObject, key: string): string | undefined {
  const property = object[key];
  // A remote session writes some texts as `{ Value: 'text' }`.
  const value = isObject(property) && 'Value' in property ? property['Value'] : property;
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new ExchangeError(EXCHANGE_FAILURES.exported_text_wrong({ key }));
}

/**
 * Returns a boolean; `defaultValue` if it is missing.
 * @throws {ExchangeError} if the value has another type
 */
export function flagIn(object: ExchangeObject, key: string, defaultValue: boolean): boolean {
  const value = object[key];
  if (value === undefined || value === null) return defaultValue;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw new ExchangeError(EXCHANGE_FAILURES.exported_flag_wrong({ key }));
}

/**
 * Returns the words of a text such as `Tls, BasicAuth`, in lower case; undefined if it is missing.
 * @throws {ExchangeError} if the value is not text
 */
export function wordsIn(object: ExchangeObject, key: string): ReadonlySet<string> | undefined {
  const text = textIn(object, key);
  return text === undefined ? undefined : new Set(text.split(',').map((word) => word.trim().toLowerCase()));
}
