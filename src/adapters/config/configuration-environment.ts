import type { Locale } from '../../domain/text/locale.ts';

/** The values that a configuration takes from the host by default. */
export interface ConfigurationEnvironment {
  /** The first name in /etc/hostname; undefined: the file is missing or empty. */
  readonly hostnameFile: string | undefined;
  /** The host name of the kernel. */
  readonly kernelHostname: string;
  /** The canonical name from the resolver; undefined: no answer in time, or no name. */
  readonly canonicalName: string | undefined;
  /** The absolute default path. */
  readonly stateDirectory: string;
  readonly locale: Locale;
  /** True if npx started mailcertd, which is then perhaps not in PATH; left out: false. */
  readonly isRunByNpx?: boolean;
  /** Every event ID; valid keys of `levels`. */
  readonly eventIds: readonly number[];
}
