import type { ChainVerdict } from '../../../domain/certificate/chain-verdict.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { SAID_FAILURES } from '../../../domain/failure/said-failures.ts';

/**
 * A failure in stored JSON. `detail` is its English text, which earlier versions read. They wrote
 * only `detail`: a text, or later the failure itself.
 */
export interface WrittenFailure {
  readonly detail?: string | Failure | undefined;
  readonly failure?: Failure | undefined;
}

/** The JSON form of a problem. */
export type WrittenProblem = Omit<Problem, 'failure'> & WrittenFailure;

type VerdictWithFailure = Extract<ChainVerdict, { readonly failure: Failure }>;
type VerdictWithoutFailure = Exclude<ChainVerdict, { readonly failure: Failure }>;

/** The JSON form of a chain verdict. */
export type WrittenVerdict =
  | VerdictWithoutFailure
  | {
      readonly [Status in VerdictWithFailure['status']]: Omit<
        Extract<VerdictWithFailure, { readonly status: Status }>,
        'failure'
      > &
        WrittenFailure;
    }[VerdictWithFailure['status']];

function writeFailure(failure: Failure): WrittenFailure {
  return { detail: failureText(failure, 'en'), failure };
}

function readFailure({ detail = '', failure }: WrittenFailure): Failure {
  if (failure !== undefined) return failure;
  return typeof detail === 'string' ? SAID_FAILURES.said({ text: detail }) : detail;
}

/** Returns the JSON form of a problem. */
export function writeProblem({ failure, ...rest }: Problem): WrittenProblem {
  return { ...rest, ...writeFailure(failure) };
}

/** Reads the output of `writeProblem`, also of earlier versions. */
export function readProblem({ detail, failure, ...rest }: WrittenProblem): Problem {
  return { ...rest, failure: readFailure({ detail, failure }) };
}

/** Returns the JSON form of a verdict. */
export function writeVerdict(verdict: ChainVerdict): WrittenVerdict {
  if (verdict.status !== 'untrusted' && verdict.status !== 'unknown') return verdict;
  const { failure, ...rest } = verdict;
  return { ...rest, ...writeFailure(failure) };
}

/** Reads the output of `writeVerdict`, also of earlier versions. */
export function readVerdict(written: WrittenVerdict): ChainVerdict {
  if (written.status !== 'untrusted' && written.status !== 'unknown') return written;
  const { detail, failure, ...rest } = written;
  return { ...rest, failure: readFailure({ detail, failure }) };
}
