import type { ConfiguredNotifier } from '../../../domain/alert/configured-notifier.ts';
import type { Source } from '../../../domain/connector/connector.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Configuration } from '../configuration.ts';
import { notifierSummary } from '../resolve/notifier-summary.ts';
import { showSettings } from './show-settings.ts';

/** The file in the state directory with the configuration that the daemon last accepted. */
export const ACCEPTED_FILE = 'configuration.json';

/** The content of a file with an accepted configuration. */
export interface WrittenAccepted {
  /** The configuration file that it was read from, absolute. */
  readonly file: string;
  readonly acceptedAt: Instant;
  /** The settings in the form of the configuration file, without log outputs and notifiers. */
  readonly settings: object;
  /** The places of the connectors and stores in the configuration file, in their order. */
  readonly places: { readonly connectors: readonly Source['place'][]; readonly stores: readonly Source['place'][] };
  /** The notifiers as commands list them, without addresses and files. */
  readonly notifiers: readonly ConfiguredNotifier[];
}

/**
 * Renders an accepted configuration for the commands that read it later. The text contains no
 * secret.
 */
export function renderAccepted(configuration: Configuration, acceptedAt: Instant): string {
  const { file, inventory, notifiers } = configuration;
  const { beforeLogs, afterNotifiers } = showSettings(configuration);
  const placeOf = ({ source }: { readonly source: Source }): string => source.place;
  const written: WrittenAccepted = {
    file,
    acceptedAt,
    settings: { ...beforeLogs, ...afterNotifiers },
    places: { connectors: inventory.connectors.map(placeOf), stores: inventory.stores.map(placeOf) },
    notifiers: notifiers.map(notifierSummary),
  };
  return JSON.stringify(written);
}
