import type { Configuration } from '../adapters/config/configuration.ts';
import type { ConfigurationEnvironment } from '../adapters/config/configuration-environment.ts';
import { type AcceptedConfiguration, parseAccepted } from '../adapters/config/read/parse-accepted.ts';
import { salvageConfiguration } from '../adapters/config/read/salvage-configuration.ts';
import { ACCEPTED_FILE } from '../adapters/config/show/render-accepted.ts';
import { readStateText } from '../adapters/sqlite/lock/state-text.ts';
import { ConfigurationError } from '../work/errors.ts';

/** Returns the parts of a file with errors that are needed to read the event log, if readable. */
function salvaged(file: string, environment: ConfigurationEnvironment): Configuration | undefined {
  try {
    return salvageConfiguration(file, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

/** Configurations that can replace a file with errors. */
export interface Replacements {
  /** Configuration that the daemon last accepted from this file; undefined if there is none. */
  readonly accepted: AcceptedConfiguration | undefined;
  /** Parts of the file that are needed to read the event log; undefined if they cannot be read. */
  readonly salvaged: Configuration | undefined;
}

/**
 * Returns the configurations that can replace a file with errors. Searches the state directory that
 * the file names, then the default one.
 */
export function findReplacements(file: string, environment: ConfigurationEnvironment): Replacements {
  const rest = salvaged(file, environment);
  for (const stateDirectory of new Set([
    rest?.stateDirectory ?? environment.stateDirectory,
    environment.stateDirectory,
  ])) {
    const text = readStateText(stateDirectory, ACCEPTED_FILE);
    const accepted = text === undefined ? undefined : parseAccepted(text, { file, stateDirectory }, environment);
    if (accepted !== undefined) return { accepted, salvaged: rest };
  }
  return { accepted: undefined, salvaged: rest };
}
