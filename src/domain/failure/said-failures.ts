import { phrase } from '../text/phrase.ts';
import { type Failure, type Failures, type FailureTable, failuresOf } from './failure.ts';

/** The codes of these failures, with the arguments of each text. */
export interface SaidFailureArguments {
  /** `text` may be empty: nothing but the reason is known. */
  readonly said: { readonly text: string };
}

/** The text of what others said: the system, OpenSSL, a server, or the file itself. */
export const SAID_PHRASES: FailureTable<SaidFailureArguments> = {
  said: phrase({ en: ({ text }) => text, ja: ({ text }) => text }),
};

/** The failures that others described. */
export const SAID_FAILURES: Failures<FailureTable<SaidFailureArguments>> = failuresOf(SAID_PHRASES);

/** The failure without a description: the reason says everything. */
export const NOTHING_SAID: Failure = SAID_FAILURES.said({ text: '' });
