import { type Failures, type FailureTable, failuresOf } from './failure.ts';

/** The codes of these failures, with the arguments of each text. */
export interface ConfigurationFailureArguments {
  /** `errors` are texts with their positions. */
  readonly configuration_not_usable: { readonly errors: readonly string[] };
  /** An error at a position, counted from 1. `cause` is the error and its fix. */
  readonly configuration_error: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly cause: string;
  };
}

const atPosition = ({ file, line, column, cause }: ConfigurationFailureArguments['configuration_error']): string =>
  `${file}:${line}:${column}: ${cause}`;
const onLines = ({ errors }: ConfigurationFailureArguments['configuration_not_usable']): string => errors.join('\n');

/** The texts of a configuration that cannot be used: one line for each error. */
export const CONFIGURATION_PHRASES: FailureTable<ConfigurationFailureArguments> = {
  configuration_not_usable: { en: onLines, ja: onLines },
  configuration_error: { en: atPosition, ja: atPosition },
};

/** The failures of configurations. */
export const CONFIGURATION_FAILURES: Failures<FailureTable<ConfigurationFailureArguments>> =
  failuresOf(CONFIGURATION_PHRASES);
