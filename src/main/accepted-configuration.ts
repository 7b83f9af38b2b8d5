import type { Configuration } from '../adapters/config/configuration.ts';
import type { ConfigurationEnvironment } from '../adapters/config/configuration-environment.ts';
import { type AcceptedConfiguration, parseAccepted } from '../adapters/config/parse-accepted.ts';
import { ACCEPTED_FILE } from '../adapters/config/render-accepted.ts';
import { salvageConfiguration } from '../adapters/config/salvage-configuration.ts';
import { readStateText } from '../adapters/sqlite/state-text.ts';
import { ConfigurationError } from '../work/errors.ts';

/** Returns as much of a faulty file as reading the event log takes; undefined if even that cannot be read. */
function salvaged(file: string, environment: ConfigurationEnvironment): Configuration | undefined {
  try {
    return salvageConfiguration(file, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

/** What can be used in place of a faulty configuration file. */
export interface InPlaceOfFaulty {
  /** The configuration that the daemon last accepted from this file; undefined: there is none. */
  readonly accepted: AcceptedConfiguration | undefined;
  /** As much of the file as reading the event log takes; undefined if even that cannot be read. */
  readonly salvaged: Configuration | undefined;
}

/** Finds what can be used in place of a faulty configuration file, in the state directory that it names, then in the usual one. */
export function inPlaceOfFaulty(file: string, environment: ConfigurationEnvironment): InPlaceOfFaulty {
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
