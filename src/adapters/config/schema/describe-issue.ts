import * as z from 'zod';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { quote } from '../quote.ts';

/** The names of the schema's types in messages. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'a map of keys',
  record: 'a map of keys',
  string: 'text',
};

/**
 * Matches the names whose invalid value may be a secret, so that a message must not contain it:
 * keys of secret files, and the whole configuration.
 */
const CONFIDENTIAL = /^(?:password|secret|token|url)Files?$|^the configuration$/;

/** The maximum number of known keys in a message. */
const MAX_LISTED_KEYS = 9;

/**
 * Returns the message for an error that the schema finds: the error and a valid value, in one line;
 * for unknown keys, one line for each. undefined: the schema itself has the message.
 */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  const key = keyName(issue.path ?? []);
  if (issue.input === null) {
    return typeof issue.path?.at(-1) === 'number'
      ? `${key} must not have an empty item; write a value or remove it`
      : describeNoValue(key);
  }
  switch (issue.code) {
    case 'invalid_type':
      return describeWrongType(key, issue.input, TYPE_NAMES[issue.expected] ?? issue.expected);
    case 'invalid_value':
      return describeWrongWord(key, issue.input, issue.values.map(String));
    case 'too_small':
      return issue.origin === 'array'
        ? `${key} must have at least one item`
        : `${key} must be at least ${issue.minimum}, not ${quote(issue.input)}`;
    case 'too_big':
      return `${key} must be at most ${issue.maximum}, not ${quote(issue.input)}`;
    case 'unrecognized_keys': {
      const knownKeys = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
      return issue.keys.map((unknownKey) => describeUnknownKey(unknownKey, knownKeys)).join('\n');
    }
    default:
      return undefined;
  }
}

/** The keys that have no default: the key is required, or another key in its place. */
const REQUIRED: ReadonlySet<string> = new Set([
  'address',
  'direction',
  'enterprise',
  'from',
  'name',
  'path',
  'server',
  'to',
  'type',
  'url',
]);

/** Returns the message for a key without a value. */
export function describeNoValue(key: string): string {
  return REQUIRED.has(key) ? `${key} must have a value` : `${key} must have a value; for the default, remove the key`;
}

/** An example of a missing value, by what is expected. */
const EXAMPLES: Readonly<Record<string, string>> = {
  'a path': ', for example /etc/ssl/mail.pem',
  'a name': ', for example mail',
};

/**
 * Returns the message for a missing value or for a value of the wrong type. `expected` follows
 * "must be" or "write".
 */
export function describeWrongType(key: string, input: unknown, expected: string): string {
  if (input === undefined) return `${key} is required; write ${expected}${EXAMPLES[expected] ?? ''}`;
  const isQuoted = typeof input === 'object' || !CONFIDENTIAL.test(key);
  return `${key} must be ${expected}, not ${isQuoted ? quote(input) : `a ${typeof input}`}`;
}

/** Returns the message for a word that is not in a list, with the most similar word of the list. */
export function describeWrongWord(key: string, input: unknown, words: readonly string[]): string {
  const expected = words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : (words[0] ?? '');
  const suggestion = typeof input === 'string' ? findNearest(input, words) : undefined;
  return describeWrongType(key, input, expected) + (suggestion === undefined ? '' : `; did you mean ${suggestion}?`);
}

/**
 * Returns the last key of a path for a message. Keys of `levels` may be any text, so they are
 * quoted.
 */
export function keyName(path: readonly PropertyKey[]): string {
  const key = path.findLast((segment) => typeof segment === 'string');
  if (key === undefined) return 'the configuration';
  return /^\w{1,40}$/.test(key) ? key : quote(key);
}

function describeUnknownKey(unknownKey: string, knownKeys: readonly string[]): string {
  // Secrets are in files: `secret` is probably meant as `secretFile`.
  const suggestion =
    knownKeys.find((key) => key.toLowerCase() === `${unknownKey.toLowerCase()}file`) ??
    findNearest(unknownKey, knownKeys);
  if (suggestion !== undefined) return `unknown key ${quote(unknownKey)}; did you mean ${suggestion}?`;
  return knownKeys.length <= MAX_LISTED_KEYS
    ? `unknown key ${quote(unknownKey)}; valid keys: ${knownKeys.join(', ')}`
    : `unknown key ${quote(unknownKey)}; valid keys: docs/configuration.md`;
}
