import type { Configuration } from '../adapters/config/configuration.ts';
import type { ConfigurationEnvironment } from '../adapters/config/configuration-environment.ts';
import { type AcceptedConfiguration, parseAccepted } from '../adapters/config/read/parse-accepted.ts';
import { salvageConfiguration } from '../adapters/config/read/salvage-configuration.ts';
import { ACCEPTED_FILE } from '../adapters/config/show/render-accepted.ts';
import { readStateText } from '../adapters/sqlite/lock/state-text.ts';
import { ConfigurationError } from '../work/errors.ts';

/**
 * Returns the parts of an invalid configuration file that are needed to read the event log;
 * undefined if they are invalid too.
 */
function trySalvage(file: string, environment: ConfigurationEnvironment): Configuration | undefined {
  try {
    return salvageConfiguration(file, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

/** The configurations that can replace an invalid configuration file. */
export interface Replacements {
  /** The configuration that the daemon last accepted from this file; undefined if there is none. */
  readonly accepted: AcceptedConfiguration | undefined;
  /** The parts of the file that are needed to read the event log; undefined if they are invalid. */
  readonly salvaged: Configuration | undefined;
}

/**
 * Returns the configurations that can replace an invalid configuration file. The accepted
 * configuration is searched first in the state directory that the file sets, and then in the default
 * state directory.
 */
export function findReplacements(file: string, environment: ConfigurationEnvironment): Replacements {
  const salvaged = trySalvage(file, environment);
  for (const stateDirectory of new Set([
    salvaged?.stateDirectory ?? environment.stateDirectory,
    environment.stateDirectory,
  ])) {
    const text = readStateText(stateDirectory, ACCEPTED_FILE);
    const accepted = text === undefined ? undefined : parseAccepted(text, { file, stateDirectory }, environment);
    if (accepted !== undefined) return { accepted, salvaged };
  }
  return { accepted: undefined, salvaged };
}
