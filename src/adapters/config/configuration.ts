import type { NotifierSettings } from '../../domain/alert/notifier-settings.ts';
import type { Settings } from '../../domain/assessment/settings.ts';
import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import type { KEY_SPECS } from '../../domain/certificate/key-spec.ts';
import type { ProxySettings } from '../../domain/certificate/suitability.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { DiscoverySettings } from '../../domain/connector/discover.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import type { ProbeLimits, ProbeTarget } from '../../domain/connector/probe-target.ts';
import type { ConfigurationIssue } from '../../domain/failure/configuration-issue.ts';
import type { HttpServerSettings } from '../../domain/http/http-server-settings.ts';
import type { Computer } from '../../domain/observation/observation.ts';
import type { Locale } from '../../domain/text/locale.ts';
import type { SourcePosition } from '../../formats/text/source-position.ts';
import type { LogOutput } from '../../work/ports/outputs.ts';

/**
 * The two files of a client certificate, absolute, with the place of each key. Without a key file,
 * the certificate file contains the key.
 */
export interface ClientFiles extends NonNullable<ProbeTarget['client']> {
  readonly certificatePosition: SourcePosition;
  readonly keyPosition: SourcePosition;
}

/** A file or directory with trust anchors, absolute, with its place in the configuration file. */
export interface AnchorFile extends SourcePosition {
  readonly path: string;
}

/** A file with a secret of a notifier. */
export interface SecretFile {
  /** The key that names the file, which determines its content. */
  readonly key: 'urlFile' | 'secretFile' | 'tokenFile' | 'passwordFile';
  readonly path: string;
  /** Only for `urlFile`: the settings that allow or forbid sending the address. */
  readonly protection?: { readonly allowUnverified: boolean; readonly proxy: string | undefined };
}

/** A key of `http` that names a file, with the place of its value. */
export interface HttpFile extends SourcePosition {
  readonly key: 'tokenFile' | 'certificateFile';
}

/** An account that loads the key of a connector. */
export interface KeyAccount {
  readonly name: string;
  /** The first line of the connector, from 1. */
  readonly line: number;
}

/** A valid and resolved configuration: absolute paths, durations in ms, all defaults. */
export interface Configuration {
  /** The absolute path of its file. */
  readonly file: string;
  readonly computer: Computer;
  readonly stateDirectory: string;
  /** A node-cron expression, five or six fields. */
  readonly schedule: string;
  /** An IANA time zone; undefined: the time zone of the process. */
  readonly timezone: string | undefined;
  readonly watch: boolean;
  readonly locale: Locale;
  /** The help link in classic text; `{id}` is replaced by the event number. */
  readonly helpLink: string;
  /**
   * The stores and connectors in the file. `source.inventory` is `configuration`; `source.place` is
   * for example `mailcertd.yaml:31`.
   */
  readonly inventory: Inventory;
  /** The inventories that every scan discovers automatically. */
  readonly discover: DiscoverySettings;
  readonly trust: readonly TrustSource[];
  readonly probing: ProbeLimits;
  readonly internalTransportCertificate: 'auto' | 'none' | Thumbprint;
  readonly settings: Settings;
  readonly selfSigned: {
    readonly years: number;
    readonly key: (typeof KEY_SPECS)[number];
    /** The time before expiry in ms; undefined: no automatic renewal. */
    readonly renewBefore: number | undefined;
  };
  readonly logs: readonly LogOutput[];
  /** In the order of the file. */
  readonly notifiers: readonly NotifierSettings[];
  /** All files with secrets of notifiers, with their places, in the order of the file. */
  readonly secretFiles: readonly (SecretFile & { readonly line: number; readonly column: number })[];
  /** The client certificates of probes, with their places, in the order of the file. */
  readonly clientFiles: readonly ClientFiles[];
  /** The accounts that load the keys of the connectors, in the order of the file. */
  readonly keyAccounts: readonly KeyAccount[];
  /** The files in the `trust` of the top level, then those of connectors. */
  readonly anchorFiles: readonly AnchorFile[];
  readonly http: HttpServerSettings;
  /** The files of `http`, with their places. */
  readonly httpFiles: readonly HttpFile[];
  readonly retention: { readonly records: number; readonly days: number };
  readonly proxy: ProxySettings;
  /**
   * The places that set the profile and the event levels (by event ID), for example
   * `mailcertd.yaml:12`; undefined or missing: the default applies.
   */
  readonly decidedAt: { readonly profile: string | undefined; readonly levels: ReadonlyMap<number, string> };
  /** The warnings about the file, in order of place. */
  readonly warnings: readonly ConfigurationIssue[];
}
