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
  readonly defaults: PlanContext['defaults'];
  readonly issuer: CertificateIssuer;
  readonly requestIssuer: RequestIssuer;
  readonly importFileReader: ImportFileReader;
  readonly exporter: CertificateExporter;
  readonly assertChangeable: AssertChangeable;
  /**
   * Opens the daemon's event log; undefined if no daemon has run here.
   * @throws {LedgerError} if it cannot be read
   */
  readonly ledger: () => LedgerReader | undefined;
  /** Returns true if a daemon probably runs and will see the change. */
  readonly isDaemonRunning: () => boolean;
  /** How long a command waits for the daemon's records, ms; left out: 5 s. */
  readonly recordTimeoutMs?: number;
}
