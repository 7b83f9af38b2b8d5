import type { ConfiguredNotifier } from '../../domain/alert/configured-notifier.ts';
import type { Source } from '../../domain/connector/connector.ts';
import type { Instant } from '../../domain/time.ts';
import type { Configuration } from './configuration.ts';
import { configuredNotifier } from './notifiers/configured-notifier.ts';
import { showSettings } from './show-settings.ts';

/** The file in the state directory with the configuration that the daemon last accepted. */
export const ACCEPTED_FILE = 'configuration.json';

/** What a file of an accepted configuration holds. */
export interface WrittenAccepted {
  /** The configuration file that it was read from, absolute. */
  readonly file: string;
  readonly acceptedAt: Instant;
  /** As the configuration file has it, without log outputs and notifiers. */
  readonly settings: object;
  /** Where the configuration file names each connector and each store, in their order. */
  readonly places: { readonly connectors: readonly Source['place'][]; readonly stores: readonly Source['place'][] };
  /** What is listed of notifiers; nothing about how they send. */
  readonly notifiers: readonly ConfiguredNotifier[];
}

/** Renders an accepted configuration for the commands that read it later; it holds no secret. */
export function renderAccepted(configuration: Configuration, acceptedAt: Instant): string {
  const { file, inventory, notifiers } = configuration;
  const { before, after } = showSettings(configuration);
  const placeOf = ({ source }: { readonly source: Source }): string => source.place;
  const written: WrittenAccepted = {
    file,
    acceptedAt,
    settings: { ...before, ...after },
    places: { connectors: inventory.connectors.map(placeOf), stores: inventory.stores.map(placeOf) },
    notifiers: notifiers.map(configuredNotifier),
  };
  return JSON.stringify(written);
}
