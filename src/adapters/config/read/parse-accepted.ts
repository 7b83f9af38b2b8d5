import { dirname } from 'node:path';
import type { ConfiguredNotifier } from '../../../domain/alert/configured-notifier.ts';
import type { Match } from '../../../domain/alert/match.ts';
import {
  type Check,
  isInstant,
  isInteger,
  isText,
  isTexts,
  listOf,
  objectOf,
  oneOf,
  optional,
} from '../../../formats/json-checks.ts';
import { checkAcrossKeys } from '../check/check-across-keys.ts';
import type { Configuration } from '../configuration.ts';
import type { ConfigurationEnvironment } from '../configuration-environment.ts';
import { resolveConfiguration } from '../resolve/resolve-configuration.ts';
import { schema } from '../schema/schema.ts';
import type { WrittenAccepted } from '../show/render-accepted.ts';

/**
 * The configuration that the daemon last accepted, as commands read it from the state directory.
 */
export interface AcceptedConfiguration extends Pick<WrittenAccepted, 'acceptedAt' | 'notifiers'> {
  /**
   * The settings, with the default log output and no notifiers, because log outputs and notifiers
   * are not stored with them. Summaries of the notifiers are in `notifiers`.
   */
  readonly configuration: Configuration;
}

const isMatch: Check = objectOf<Match>({
  levels: optional(isTexts),
  ids: optional(listOf(isInteger)),
  connectors: optional(isTexts),
  stores: optional(isTexts),
  thumbprints: optional(isTexts),
  names: optional(isTexts),
});
const isNotifier = objectOf<ConfiguredNotifier>({
  name: isText,
  type: oneOf('exec', 'webhook', 'mail', 'alertmanager', 'heartbeat'),
  match: optional(isMatch),
  changes: optional(isTexts),
  interval: optional(isInteger),
});
const isWritten = objectOf<WrittenAccepted>({
  file: isText,
  acceptedAt: isInstant,
  settings: objectOf({}),
  places: objectOf<WrittenAccepted['places']>({ connectors: isTexts, stores: isTexts }),
  notifiers: listOf(isNotifier),
});

function parseWritten(text: string): WrittenAccepted | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isWritten(value) ? (value as WrittenAccepted) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a configuration that `renderAccepted` wrote. Never throws.
 * @returns undefined if the text is damaged, if its settings are no longer valid or no longer give
 * the same number of connectors and stores, or if it belongs to another file or another state
 * directory
 */
export function parseAccepted(
  text: string,
  { file, stateDirectory }: Pick<Configuration, 'file' | 'stateDirectory'>,
  environment: ConfigurationEnvironment,
): AcceptedConfiguration | undefined {
  const written = parseWritten(text);
  if (written === undefined || written.file !== file) return undefined;
  const { settings, places, acceptedAt, notifiers } = written;
  // The settings have the form of the configuration file, so they are parsed like it.
  const result = schema.safeParse(settings);
  // `renderAccepted` always writes `computer`, the FQDN: without it, the text is damaged.
  if (!result.success || result.data.computer === undefined || result.data.stateDirectory !== stateDirectory) {
    return undefined;
  }
  if (checkAcrossKeys(settings, dirname(file), environment.eventIds).length > 0) return undefined;
  const configuration = resolveConfiguration(result.data, {
    file,
    environment,
    fqdn: result.data.computer,
    // The text has no positions in the file; `places` below has those of connectors and stores.
    positionOf: () => ({ line: 1, column: 1 }),
    hasKey: (key) => Object.hasOwn(settings, key),
    warnings: [],
  });
  const { connectors, stores } = configuration.inventory;
  if (places.connectors.length !== connectors.length || places.stores.length !== stores.length) return undefined;
  return {
    configuration: {
      ...configuration,
      inventory: { connectors: withPlaces(connectors, places.connectors), stores: withPlaces(stores, places.stores) },
    },
    acceptedAt,
    notifiers,
  };
}

/** Returns items with their places in the configuration file, in the same order. */
function withPlaces<T extends { readonly source: { readonly place: string } }>(
  items: readonly T[],
  places: readonly string[],
): readonly T[] {
  return items.map((item, index) => ({
    ...item,
    source: { ...item.source, place: places[index] ?? item.source.place },
  }));
}
