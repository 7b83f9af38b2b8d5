import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { PlanContext } from '../../domain/store-change/plan.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import type {
  AssertChangeable,
  BundleReader,
  CertificateExporter,
  CertificateIssuer,
  PersonalStore,
  RequestIssuer,
} from '../ports/stores.ts';
import type { KeyAccessDependencies } from '../query/key-access-in.ts';
import type { ScanOnceDependencies } from '../query/scan-once.ts';

/** What orders are carried out with. */
export interface OrderDependencies extends ScanOnceDependencies, KeyAccessDependencies {
  /** The store that is written to; undefined: none is named My. */
  readonly personal: { readonly store: PersonalStore; readonly definition: StoreDefinition } | undefined;
  readonly defaults: PlanContext['defaults'];
  readonly issuer: CertificateIssuer;
  readonly requests: RequestIssuer;
  readonly bundles: BundleReader;
  readonly exporter: CertificateExporter;
  readonly assertChangeable: AssertChangeable;
  /** The ledger a daemon left here; undefined when none ever ran. @throws {LedgerError} when it cannot be read. */
  readonly ledger: () => LedgerReader | undefined;
  /** Whether a daemon will see what is done, as far as can be told. */
  readonly isDaemonRunning: () => boolean;
  /** How long a command waits for the daemon's word, ms; left out: five seconds. */
  readonly waitsMs?: number;
}
