import type { Configuration } from '../adapters/config/configuration.ts';
import type { ConfigurationEnvironment } from '../adapters/config/configuration-environment.ts';
import { type AcceptedConfiguration, parseAccepted } from '../adapters/config/parse-accepted.ts';
import { salvageConfiguration } from '../adapters/config/resolve/salvage-configuration.ts';
import { ACCEPTED_FILE } from '../adapters/config/show/render-accepted.ts';
import { readStateText } from '../adapters/sqlite/lock/state-text.ts';
import { ConfigurationError } from '../work/errors.ts';

/**
 * Reads the parts of a faulty file that reading the event log requires; undefined if they cannot be
 * read.
 */
function salvaged(file: string, environment: ConfigurationEnvironment): Configuration | undefined {
  try {
    return salvageConfiguration(file, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

/** The configurations that can replace a faulty file. */
export interface Replacements {
  /** The configuration that the daemon last accepted from this file; undefined: there is none. */
  readonly accepted: AcceptedConfiguration | undefined;
  /**
   * The parts of the file that reading the event log requires; undefined if they cannot be read.
   */
  readonly salvaged: Configuration | undefined;
}

/**
 * Finds the configurations that can replace a faulty file: in the state directory that the file
 * names, then in the default one.
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
