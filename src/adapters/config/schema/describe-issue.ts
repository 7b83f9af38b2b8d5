import * as z from 'zod';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { quote } from '../quote.ts';

/** The schema's types in messages. */
const TYPES: Readonly<Record<string, Failure>> = {
  array: CONFIGURATION_FAILURES.a_list,
  boolean: CONFIGURATION_FAILURES.true_or_false,
  int: CONFIGURATION_FAILURES.a_whole_number,
  number: CONFIGURATION_FAILURES.a_number,
  object: CONFIGURATION_FAILURES.a_map_of_keys,
  record: CONFIGURATION_FAILURES.a_map_of_keys,
  string: CONFIGURATION_FAILURES.text,
};

/** The types of single values, for messages that must not contain the value. */
const TYPES_OF_VALUES: Readonly<Record<string, Failure>> = {
  boolean: CONFIGURATION_FAILURES.a_boolean,
  number: CONFIGURATION_FAILURES.a_number,
  string: CONFIGURATION_FAILURES.a_string,
};

/** Matches the keys of secret files. A value in place of a path may be a secret. */
const CONFIDENTIAL = /^(?:password|secret|token|url)Files?$/;

/** The maximum number of known keys in a message. */
const MAX_LISTED_KEYS = 9;

/**
 * Returns the failures of an issue that its schema does not describe: the error and a valid value;
 * for unknown keys, one failure for each. The texts of zod are not used.
 */
export function describeIssue(issue: z.core.$ZodRawIssue): readonly Failure[] {
  if (issue.code !== 'unrecognized_keys' || issue.input === null) return [failureOf(issue)];
  const knownKeys = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
  return issue.keys.map((unknownKey) => describeUnknownKey(unknownKey, knownKeys));
}

function failureOf(issue: z.core.$ZodRawIssue): Failure {
  const key = keyName(issue.path ?? []);
  if (issue.input === null) {
    return typeof issue.path?.at(-1) === 'number' ? CONFIGURATION_FAILURES.item_missing({ key }) : describeNoValue(key);
  }
  switch (issue.code) {
    case 'invalid_type':
      return describeWrongType(key, issue.input, TYPES[issue.expected] ?? issue.expected);
    case 'invalid_value':
      return describeWrongWord(key, issue.input, issue.values.map(String));
    case 'too_small':
      return issue.origin === 'array'
        ? CONFIGURATION_FAILURES.list_empty({ key })
        : CONFIGURATION_FAILURES.number_too_small({ key, minimum: Number(issue.minimum), value: quote(issue.input) });
    case 'too_big':
      return issue.origin === 'array'
        ? CONFIGURATION_FAILURES.list_too_long({ key, maximum: Number(issue.maximum) })
        : CONFIGURATION_FAILURES.number_too_large({ key, maximum: Number(issue.maximum), value: quote(issue.input) });
    default:
      // The schema raises no other issue without a message of its own.
      return CONFIGURATION_FAILURES.value_wrong({ key, expected: issue.code, value: quote(issue.input) });
  }
}

/** The keys that have no default: the key is required, or another key in its place. */
const REQUIRED: ReadonlySet<string | Failure> = new Set([
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

/** Returns the failure for a key without a value. */
export function describeNoValue(key: string | Failure): Failure {
  return REQUIRED.has(key)
    ? CONFIGURATION_FAILURES.value_missing({ key })
    : CONFIGURATION_FAILURES.optional_value_missing({ key });
}

/**
 * Returns the failure for a missing value or for a value of the wrong type.
 * @param expected the valid values
 */
export function describeWrongType(key: string | Failure, input: unknown, expected: string | Failure): Failure {
  if (input === undefined) {
    if (expected === CONFIGURATION_FAILURES.a_path) return CONFIGURATION_FAILURES.path_required({ key });
    if (expected === CONFIGURATION_FAILURES.a_name) return CONFIGURATION_FAILURES.name_required({ key });
    return CONFIGURATION_FAILURES.value_required({ key, expected });
  }
  const isConfidential = key === '' || (typeof key === 'string' && CONFIDENTIAL.test(key));
  const value = (isConfidential ? TYPES_OF_VALUES[typeof input] : undefined) ?? quote(input);
  return key === '' && expected === CONFIGURATION_FAILURES.a_map_of_keys
    ? CONFIGURATION_FAILURES.configuration_not_a_map({ value })
    : CONFIGURATION_FAILURES.value_wrong({ key, expected, value });
}

/** Returns the failure for a word that is not in a list, with the most similar word of the list. */
export function describeWrongWord(key: string | Failure, input: unknown, words: readonly string[]): Failure {
  if (input === undefined) return CONFIGURATION_FAILURES.word_required({ key, words });
  const suggestion = typeof input === 'string' ? findNearest(input, words) : undefined;
  return suggestion === undefined
    ? CONFIGURATION_FAILURES.word_wrong({ key, words, value: quote(input) })
    : CONFIGURATION_FAILURES.word_misspelled({ key, words, value: quote(input), suggestion });
}

/**
 * Returns the last key of a path for a message; empty for the whole configuration. Keys of `levels`
 * may be any text, so they are quoted.
 */
export function keyName(path: readonly PropertyKey[]): string | Failure {
  const key = path.findLast((segment) => typeof segment === 'string');
  if (key === undefined) return '';
  return /^\w{1,40}$/.test(key) ? key : quote(key);
}

function describeUnknownKey(unknownKey: string, knownKeys: readonly string[]): Failure {
  const key = quote(unknownKey);
  // Secrets are in files: `secret` is probably meant as `secretFile`.
  const suggestion =
    knownKeys.find((known) => known.toLowerCase() === `${unknownKey.toLowerCase()}file`) ??
    findNearest(unknownKey, knownKeys);
  if (suggestion !== undefined) return CONFIGURATION_FAILURES.key_misspelled({ key, suggestion });
  return knownKeys.length <= MAX_LISTED_KEYS
    ? CONFIGURATION_FAILURES.key_unknown({ key, known: knownKeys })
    : CONFIGURATION_FAILURES.key_not_documented({ key });
}
