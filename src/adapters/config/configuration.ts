import type { NotifierSettings } from '../../domain/alert/notifier-settings.ts';
import type { Settings } from '../../domain/assessment/settings.ts';
import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import type { KEY_KINDS } from '../../domain/certificate/certificate-order.ts';
import type { ProxySettings } from '../../domain/certificate/suitability.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { Discover } from '../../domain/connector/discover.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import type { Locale } from '../../domain/event/event-definition.ts';
import type { Computer } from '../../domain/observation/observation.ts';
import type { ProbePace, ProbeTarget } from '../../domain/served/probe-target.ts';
import type { ConfigurationFault } from '../../work/errors.ts';
import type { LogOutput } from '../../work/ports/outputs.ts';
import type { SecretFile } from './resolve/secret-files.ts';
import type { SourcePosition } from './yaml-source.ts';

/** The two files with which a probe shows itself, absolute, and the place of each; where the key's is left out, both are the same file. */
export interface ClientFiles extends NonNullable<ProbeTarget['client']> {
  readonly certificateAt: SourcePosition;
  readonly keyAt: SourcePosition;
}

/** A file or folder in which trust begins, absolute, and where the file names it. */
export interface AnchorFile extends SourcePosition {
  readonly path: string;
}

/** A configuration, valid and resolved: paths absolute, durations in ms, defaults filled in. */
export interface Configuration {
  /** The file it was read from, absolute. */
  readonly file: string;
  readonly computer: Computer;
  readonly stateDirectory: string;
  /** A node-cron expression, five or six fields. */
  readonly schedule: string;
  /** An IANA time zone; undefined: the process's own. */
  readonly timezone: string | undefined;
  readonly watch: boolean;
  readonly locale: Locale;
  /** Help line of the classic text; `{id}` stands for the event's number. */
  readonly helpLink: string;
  /** What the file itself names; source.inventory is `configuration`, source.place `mailcertd.yaml:31`. */
  readonly inventory: Inventory;
  /** What besides is found by itself, at every pass. */
  readonly discover: Discover;
  readonly trust: readonly TrustSource[];
  readonly probing: ProbePace;
  readonly internalTransportCertificate: 'auto' | 'none' | Thumbprint;
  readonly settings: Settings;
  readonly selfSigned: {
    readonly years: number;
    readonly key: (typeof KEY_KINDS)[number];
    /** How long before the end, ms; undefined: nothing is renewed automatically. */
    readonly renewBefore: number | undefined;
  };
  readonly logs: readonly LogOutput[];
  /** In the order of the file. */
  readonly notifiers: readonly NotifierSettings[];
  /** All that notifiers read secrets from, and where the file says so; in its order. */
  readonly secretFiles: readonly (SecretFile & { readonly line: number; readonly column: number })[];
  /** What probes show of themselves, and where the file names it; in its order. */
  readonly clientFiles: readonly ClientFiles[];
  /** What `trust` names, of the whole and of connectors; in that order. */
  readonly anchorFiles: readonly AnchorFile[];
  readonly retention: { readonly records: number; readonly days: number };
  readonly proxy: ProxySettings;
  /** Where the file decides how severe events are, `mailcertd.yaml:12`; undefined: the default holds. By event ID for levels. */
  readonly decidedAt: { readonly profile: string | undefined; readonly levels: ReadonlyMap<number, string> };
  /** What can be used and would better be written otherwise; in order of place. */
  readonly warnings: readonly ConfigurationFault[];
}
