import type { Profile } from '../../../domain/assessment/settings.ts';
import type { Service, Thumbprint } from '../../../domain/certificate/certificate.ts';
import type { EventLevel } from '../../../domain/event/event-definition.ts';
import type { ListenAddress } from '../../../domain/http/listen-address.ts';
import type { Role } from '../../../domain/observation/observation.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import type { LogOutput } from '../../../work/ports/outputs.ts';
import type { Configuration } from '../configuration.ts';
import type { WrittenDiscover } from './discover.ts';
import type { WrittenNotifier } from './written-notifier.ts';
import type { WrittenProbe, WrittenProbing } from './written-probe.ts';

/** A store as written in the file; paths may be relative. */
export interface StoreEntry {
  readonly name: string;
  readonly path: string;
  readonly services: readonly Service[];
  readonly personal: boolean;
  readonly autoRenewed?: boolean;
  readonly passwordFile?: string;
  readonly passwordFiles?: readonly string[];
}

/** A connector as written in the file; paths may be relative. */
export interface ConnectorEntry {
  readonly name: string;
  readonly direction: 'receive' | 'send';
  readonly fqdn?: string;
  readonly enabled: boolean;
  readonly starttls: boolean;
  readonly tlsCertificateName?: string;
  readonly certificateFile?: readonly string[];
  readonly keyFile?: readonly string[];
  readonly keyLoadedBy?: string;
  readonly probe?: WrittenProbe;
  readonly reload?: readonly string[];
  readonly grace?: number;
  readonly trust?: readonly WrittenTrust[];
  readonly requireTls?: boolean;
  readonly internal?: boolean;
  readonly requireClientCertificate?: boolean;
  readonly selectCertificate?: boolean;
}

/** A trust anchor as written in the file; the path may be relative. */
export type WrittenTrust = 'system' | { readonly enterprise: string };

/** An item of `logs`, with paths as written. */
export type WrittenLog =
  | Exclude<LogOutput, { readonly type: 'syslog' }>
  | (Omit<LogOutput & { readonly type: 'syslog' }, 'caFile'> & { readonly caFile?: string });

/** `http` as written in the file; paths may be relative. */
export interface WrittenHttp {
  /** Empty: `off`. */
  readonly listen: readonly ListenAddress[];
  readonly tokenFile?: string;
  readonly certificateFile?: string;
  readonly keyFile?: string;
  readonly clientCaFile?: string;
}

/**
 * The content of a valid file, with converted values and fixed defaults. Paths are as written;
 * defaults that depend on the host are missing. Durations are in ms.
 */
export interface WrittenConfiguration {
  readonly computer?: string;
  readonly stateDirectory?: string;
  readonly schedule: string;
  readonly timezone?: string;
  readonly watch: boolean;
  readonly roles: readonly Role[];
  readonly profile: Profile;
  readonly locale?: Locale;
  readonly helpLink: string;
  readonly stores?: readonly StoreEntry[];
  readonly trust: readonly WrittenTrust[];
  readonly internalTransportCertificate: 'auto' | 'none' | Thumbprint;
  readonly connectors: readonly ConnectorEntry[];
  readonly discover: WrittenDiscover;
  readonly probing: WrittenProbing;
  readonly expiresSoon: { readonly within: number; readonly fraction: number; readonly remindAt?: readonly number[] };
  readonly selfSigned: Configuration['selfSigned'];
  readonly repeatInterval: number;
  /** The event level by event ID. */
  readonly levels: Readonly<Record<string, EventLevel>>;
  readonly logs: readonly WrittenLog[];
  readonly notifiers: readonly WrittenNotifier[];
  readonly http: WrittenHttp;
  readonly retention: Configuration['retention'];
  readonly proxy: Configuration['proxy'] & { readonly allowExternallUntrustedCerts?: boolean };
  readonly eventSource: string;
}
