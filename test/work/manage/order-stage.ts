import type { AccessRules } from '../../../src/domain/certificate/access-rules.ts';
import type { RequestedBy, StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { CertificateParameters, CsrParameters } from '../../../src/domain/certificate/certificate-parameters.ts';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import type { NewEventRecord } from '../../../src/domain/event/event-record.ts';
import { EMPTY_MEMORY, type Memory } from '../../../src/domain/observation/memory.ts';
import type { ScanResult } from '../../../src/domain/scan-result.ts';
import type { ScanObservation } from '../../../src/domain/status/observed.ts';
import type { ImportedFile } from '../../../src/domain/store-change/imported-file.ts';
import type { Instant } from '../../../src/domain/time.ts';
import { IssueError, LedgerError } from '../../../src/work/errors.ts';
import { createStoreOperations } from '../../../src/work/manage/create-store-operations.ts';
import type { StoreCommandDependencies } from '../../../src/work/manage/store-command-dependencies.ts';
import type { ChangeOptions, StoreOperations } from '../../../src/work/operations/store-operations.ts';
import type { CertificateStore, ExportTarget, PersonalStore } from '../../../src/work/ports/stores.ts';
import { madeUpFailure } from '../../domain/failure/made-up-failure.ts';
import { said } from '../../domain/failure/said.ts';
import { MY, waiting } from '../../domain/store-change/context.ts';
import { connector, NOON, SETTINGS, store, stored } from '../../domain/world.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';
import { MemoryStore } from '../../fakes/memory-store.ts';

const CERTBOT = store('certbot');
const SHARD = 'mail01.contoso.com';

/** A host whose personal store is in memory, and the changes that are requested of it. */
export class OrderStage {
  now: Instant = NOON;
  readonly store: MemoryStore = new MemoryStore(MY.path, () => this.now);
  readonly ledger: MemoryLedger = new MemoryLedger();
  connectors: readonly Connector[] = [connector('Internet MAIL01', 'mail.contoso.com')];
  /** The inventory of Dovecot. */
  dovecot: ScanResult<Inventory> = { kind: 'available', at: NOON, value: { connectors: [], stores: [] }, problems: [] };
  hasPersonal = true;
  /** True if the directory of the personal store exists. */
  isBorn = true;
  isChangeable = true;
  /** The content of a read-only store. */
  elsewhere: readonly StoredCertificate[] = [];
  isDaemonRunning = false;
  isLedgerClosed = false;
  issueFails = false;
  bundle: ImportedFile = { certificates: [], keys: new Map(), problems: [] };
  waitsMs = 30;
  readonly issued: (CertificateParameters | CsrParameters)[] = [];
  readonly exported: { readonly stored: StoredCertificate; readonly target: ExportTarget }[] = [];
  /** The certificates that the verifier got and that are in no file yet. */
  readonly given: string[] = [];

  get orders(): StoreOperations {
    return createStoreOperations(this.dependencies);
  }

  /** Commits a scan of the daemon that found these connectors. */
  async scanned(connectors: readonly Connector[]): Promise<void> {
    const { revision } = await this.ledger.state(SHARD);
    const selections = connectors.map((each) => ({ connector: each, selection: { kind: 'not-applicable' as const } }));
    const observed: ScanObservation = { selections, originOf: () => 'unknown', stores: [] };
    const change = { records: [], open: undefined, memory: EMPTY_MEMORY, scan: undefined, observed };
    await this.ledger.commit(SHARD, revision, change);
  }

  /** Commits a scan with these records, which began at the current time. */
  async pass(records: readonly NewEventRecord[], memory: Memory = EMPTY_MEMORY): Promise<void> {
    const { revision } = await this.ledger.state(SHARD);
    await this.ledger.commit(SHARD, revision, { records, open: undefined, memory, scan: undefined });
  }

  get dependencies(): StoreCommandDependencies {
    const { connectors } = this;
    const value = { connectors, stores: [MY, CERTBOT] };
    const personal = this.hasPersonal ? { store: this.#personal, definition: MY } : undefined;
    return {
      scanSources: {
        computer: { fqdn: SHARD, netBiosName: 'MAIL01', roles: ['client-access'] },
        inventories: [
          { name: 'configuration', read: async () => ({ kind: 'available', at: this.now, value, problems: [] }) },
          { name: 'dovecot', read: async () => this.dovecot },
        ],
        storeOf: ({ name }) => (name === CERTBOT.name ? this.#certbot : this.#personal),
        personal: personal?.store,
        internalTransportCertificate: 'auto',
        readAnchors: async () => ({ contents: '' }),
        chains: {
          verify: async (thumbprints, _, given = []) => {
            this.given.push(...given);
            const verdict: ChainVerdict = { status: 'self-signed' };
            return new Map([...thumbprints].map((thumbprint) => [thumbprint, verdict]));
          },
        },
      },
      settings: SETTINGS,
      clock: { now: () => this.now, monotonicMs: () => 0 },
      personal,
      defaults: { years: 5, key: 'ec-p256' },
      issuer: {
        issue: async (order) => {
          this.issued.push(order);
          if (this.issueFails) throw new IssueError(madeUpFailure('issuing: no dice'));
          const { dnsNames, notBefore, notAfter, subject } = order;
          const { certificate } = stored('E', { dnsNames, notBefore, notAfter, subject, selfSigned: true });
          return { certificate, certificatePem: '<E>', privateKeyPem: 'key of <E>' };
        },
      },
      requestIssuer: {
        request: async (order) => {
          this.issued.push(order);
          return { request: waiting('F').request, requestPem: '<F>', privateKeyPem: 'key of <F>' };
        },
      },
      importFileReader: { read: async () => this.bundle },
      exporter: { export: async (each, target) => void this.exported.push({ stored: each, target }) },
      assertChangeable: async (path) => {
        if (!this.isChangeable) throw new IssueError(madeUpFailure(`cannot lock the store ${path}: EROFS`));
      },
      readClosedDirectories: async () => [],
      readAccessRules: async (paths) => {
        const rules: AccessRules = { mode: 0o700, owner: 'mailcertd', group: 'mailcertd' };
        return paths.map(() => (this.isBorn ? rules : undefined));
      },
      ledger: () => {
        if (this.isLedgerClosed)
          throw new LedgerError('/state/ledger.db', madeUpFailure('cannot read the event log: EACCES'));
        return this.ledger;
      },
      isDaemonRunning: () => this.isDaemonRunning,
      recordTimeoutMs: this.waitsMs,
    };
  }

  get #certbot(): CertificateStore {
    const value = {
      name: CERTBOT.name,
      certificates: this.elsewhere,
      isGlob: false,
      unreadablePaths: [],
      unreadableSinceStart: [],
    };
    return {
      name: CERTBOT.name,
      read: async () => ({ kind: 'available', at: this.now, value, problems: [] }),
      watch: () => ({ [Symbol.dispose]: () => undefined }),
    };
  }

  readonly #personal: PersonalStore = {
    name: MY.name,
    read: async () => {
      if (this.isBorn) return this.store.read();
      const problem = { reason: 'not_found', location: MY.path, failure: said('ENOENT') } as const;
      return { kind: 'unavailable', since: this.now, times: 1, problem, last: undefined };
    },
    watch: () => ({ [Symbol.dispose]: () => undefined }),
    create: async () => {
      this.isBorn = true;
    },
    lock: () => this.store.lock(),
    apply: (change, requestedBy) => this.store.apply(change, requestedBy),
    assignStablePath: (stored) => this.store.assignStablePath(stored),
    finishStablePaths: async () => undefined,
    recordInternalTransport: async (thumbprint) => {
      this.store.recorded = thumbprint;
    },
    recordedInternalTransport: () => this.store.recordedInternalTransport(),
  };
}

export const ASKED: RequestedBy = { by: 'root', command: 'mailcertd certificates new', at: NOON + 1 };

/** Returns the default options of a change. */
export function options(more: Partial<ChangeOptions> = {}): ChangeOptions {
  return { requestedBy: ASKED, isDryRun: false, isForced: false, internal: 'ask', ...more };
}
