import type { Locale } from '../../domain/event/event-definition.ts';

/** What a configuration takes from the host where the file is silent. */
export interface ConfigurationEnvironment {
  /** The first name in /etc/hostname; undefined: there is no such file, or nothing in it. */
  readonly hostnameFile: string | undefined;
  /** The kernel's name of this host. */
  readonly kernelHostname: string;
  /** What the resolver calls this host; undefined: it did not answer in time, or knows none. */
  readonly canonicalName: string | undefined;
  /** Absolute. */
  readonly stateDirectory: string;
  readonly locale: Locale;
  /** Whether npx called mailcertd, which then may be nowhere on the PATH; left out: it did not. */
  readonly isByNpx?: boolean;
  /** Every event there is, for `levels`. */
  readonly eventIds: readonly number[];
}
