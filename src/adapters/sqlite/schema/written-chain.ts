import type { ChainVerdict } from '../../../domain/certificate/chain-verdict.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';

/** The statuses of verdicts whose detail can be a failure. */
type FailedStatus = 'untrusted' | 'unknown';

/** A verdict on a chain. */
type FailedVerdict<S extends FailedStatus> = Extract<ChainVerdict, { readonly status: S }>;

/**
 * The stored form of a verdict. Its detail is a text, because earlier versions take a row with
 * another detail for damaged.
 */
export type WrittenVerdict<S extends FailedStatus> = FailedVerdict<S> & {
  /** The detail as data. Left out by earlier versions. */
  readonly failure?: Failure;
};

/** Returns a value of a probe in its stored form: a replacer for `JSON.stringify`. */
export function writeChain(key: string, value: unknown): unknown {
  if (key !== 'chain' || !isFailedVerdict(value) || typeof value.detail === 'string') return value;
  const written: WrittenVerdict<FailedStatus> = {
    ...value,
    detail: failureText(value.detail, 'en'),
    failure: value.detail,
  };
  return written;
}

/** Returns a stored value of a probe: the inverse of `writeChain`, for the property `key`. */
export function readChain(key: string, value: unknown): unknown {
  if (key !== 'chain' || !isFailedVerdict(value) || value.failure === undefined) return value;
  const { failure: detail, ...verdict } = value;
  return { ...verdict, detail };
}

function isFailedVerdict(value: unknown): value is WrittenVerdict<FailedStatus> {
  return typeof value === 'object' && value !== null && 'detail' in value;
}
