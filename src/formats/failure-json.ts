import type { Failure } from '../domain/failure/failure.ts';
import { failureText } from '../domain/failure/failure-text.ts';
import { SAID_FAILURES } from '../domain/failure/said-failures.ts';
import { isFailureData } from './json-checks.ts';

/** An object with an error as it is stored or printed: `detail` is the English text. */
interface WithDetail {
  readonly detail?: unknown;
  readonly failure?: unknown;
}

/**
 * Adds the English text to an object with a failure, as `detail`, because scripts and earlier
 * versions read it: a replacer for `JSON.stringify`.
 */
export function writeDetail(_key: string, value: unknown): unknown {
  if (!isObject(value) || 'detail' in value || !isFailure(value.failure)) return value;
  const { failure, ...rest } = value;
  return { ...rest, detail: failureText(failure, 'en'), failure };
}

/**
 * Removes the text that `writeDetail` added: a reviver for `JSON.parse`. A problem or verdict of an
 * earlier version has only the text.
 */
export function readDetail(_key: string, value: unknown): unknown {
  if (!isObject(value) || !('detail' in value)) return value;
  const { detail, failure = detail, ...rest } = value;
  if (isFailure(failure)) return { ...rest, failure };
  const isProblemOrVerdict =
    ('location' in rest && 'reason' in rest) || ('status' in rest && rest.status !== 'refused');
  return isProblemOrVerdict && typeof detail === 'string'
    ? { ...rest, failure: SAID_FAILURES.said({ text: detail }) }
    : value;
}

function isObject(value: unknown): value is WithDetail {
  return typeof value === 'object' && value !== null;
}

function isFailure(value: unknown): value is Failure {
  return isFailureData(value);
}
