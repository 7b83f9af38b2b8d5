import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { PlanContext } from '../../domain/store-change/plan.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import type {
  AssertChangeable,
  CertificateExporter,
  CertificateIssuer,
  ImportFileReader,
  PersonalStore,
  RequestIssuer,
} from '../ports/stores.ts';
import type { KeyAccessDependencies } from '../query/personal-key-access-reader.ts';
import type { ScanOnceDependencies } from '../query/scan-once.ts';

/** The dependencies of commands that change or export certificates. */
export interface StoreCommandDependencies extends ScanOnceDependencies, KeyAccessDependencies {
  /** The store that is written to; undefined if no store is named My. */
  readonly personal: { readonly store: PersonalStore; readonly definition: StoreDefinition } | undefined;
  /** The lifetime and key type of new certificates for which a command gives none. */
  readonly defaults: PlanContext['defaults'];
  /** Issues self-signed certificates. */
  readonly issuer: CertificateIssuer;
  /** Creates CSRs and their keys. */
  readonly requestIssuer: RequestIssuer;
  /** Reads the file of an import, which may be a keystore with a password. */
  readonly importFileReader: ImportFileReader;
  readonly exporter: CertificateExporter;
  /** Rejects if this account may not change the personal store, without changing it. */
  readonly assertChangeable: AssertChangeable;
  /**
   * Opens the daemon's event log; undefined if no daemon has run here.
   * @throws {LedgerError} if it cannot be read
   */
  readonly ledger: () => LedgerReader | undefined;
  /** Returns true if a daemon holds the state directory; it will then log the change. */
  readonly isDaemonRunning: () => boolean;
  /** How long a command waits for the daemon's records, ms; left out: 5 s. */
  readonly recordTimeoutMs?: number;
}
