import type { ARGUMENT_PHRASES } from '../../src/adapters/cli/text/argument-failures.ts';
import type { COMMAND_FAILURE_PHRASES } from '../../src/adapters/cli/text/command-failures.ts';
import type { FIND_PHRASES } from '../../src/adapters/cli/text/find-failures.ts';
import type { PROBE_FAILURE_PHRASES } from '../../src/adapters/cli/text/probe-failures.ts';
import type { SILENCE_FAILURE_PHRASES } from '../../src/adapters/cli/text/silence-failures.ts';
import type { FAILURE_PHRASES } from '../../src/domain/failure/failure-phrases.ts';

type Phrases = typeof FAILURE_PHRASES &
  typeof ARGUMENT_PHRASES &
  typeof COMMAND_FAILURE_PHRASES &
  typeof FIND_PHRASES &
  typeof PROBE_FAILURE_PHRASES &
  typeof SILENCE_FAILURE_PHRASES;

/** The code of a failure, also of a usage error. */
export type Code = keyof Phrases;

type ArgumentsOf<Text> = Text extends (values: infer Values) => string ? Values : never;

/** The text of another failure, with its own sample arguments. */
export interface TextOf {
  readonly textOf: Code;
}

/** A sample of an argument. */
export type Sample = string | number | undefined | TextOf | readonly (string | TextOf)[];

type SampleOf<Value> =
  | Value
  | (string extends Value ? TextOf : never)
  | (readonly string[] extends Value ? readonly (string | TextOf)[] : never);

/** Samples of the arguments of failures, by code. An argument that is missing has the sample of its name. */
export type SamplesByCode = {
  readonly [Key in Code]?: {
    readonly [Name in keyof ArgumentsOf<Phrases[Key]['en']>]?: SampleOf<ArgumentsOf<Phrases[Key]['en']>[Name]>;
  };
};

/** Returns the text of another failure as a sample. */
export function text(code: Code): TextOf {
  return { textOf: code };
}
