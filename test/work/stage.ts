import {
  CORRECT_KEY_ACCESS,
  type StoredCertificate,
  type Thumbprint,
} from '../../src/domain/certificate/certificate.ts';
import type { StoredRequest } from '../../src/domain/certificate/certificate-request.ts';
import type { ChainVerdict } from '../../src/domain/certificate/chain-verdict.ts';
import type { Connector, StoreDefinition } from '../../src/domain/connector/connector.ts';
import type { StoreSnapshot } from '../../src/domain/connector/store-snapshot.ts';
import type { Problem } from '../../src/domain/failure/problem.ts';
import type { Rule } from '../../src/domain/rule/rule.ts';
import { type ScanResult, unavailable } from '../../src/domain/scan-result.ts';
import type { Removal } from '../../src/domain/store-change/removal.ts';
import type { Instant } from '../../src/domain/time.ts';
import { IssueError, StoreBusyError } from '../../src/work/errors.ts';
import type { CertificateStore, PersonalStore, Trash } from '../../src/work/ports/stores.ts';
import type { Clock } from '../../src/work/ports/system.ts';
import { PreviousScans } from '../../src/work/scan/previous-scans.ts';
import type { ScanDependencies } from '../../src/work/scan/run-scan.ts';
import type { ScanSources } from '../../src/work/scan/scan-all.ts';
import { madeUpFailure } from '../domain/failure/made-up-failure.ts';
import { said } from '../domain/failure/said.ts';
import { connector, NOON, SETTINGS, store, stored } from '../domain/world.ts';
import { MemoryLedger } from '../fakes/memory-ledger.ts';

/** The result of reading a store; a string: reading throws an error with this message. */
export type Answer = readonly StoredCertificate[] | Problem | string;

/** A host in memory: the content of its stores, its clock, and changes to it. */
export class Stage {
  readonly ledger: MemoryLedger = new MemoryLedger();
  readonly clock: Clock = { now: () => this.now, monotonicMs: () => this.monotonicMs };
  now: Instant = NOON;
  monotonicMs = 0;
  connectors: readonly Connector[] = [connector('Default MAIL01')];
  stores: readonly StoreDefinition[] = [store('My')];
  answers: Record<string, Answer> = { My: [stored('S', { dnsNames: ['mail01.contoso.com'] })] };
  chains: ReadonlyMap<Thumbprint, ChainVerdict> = new Map();
  rules: readonly Rule[] | undefined;
  inventoryFails = false;
  /** Runs while a store is read. */
  whileReading: () => Promise<void> = async () => undefined;
  /** Runs as soon as the personal store is locked. */
  whileHeld: () => Promise<void> = async () => undefined;
  /** The changes of the personal store, in order; a failed change with its reason. */
  readonly done: string[] = [];
  issueFails: string | undefined;
  /** True if another process is changing the personal store. */
  isBusy = false;
  /** The certificates whose chains the last scan verified. */
  asked: ReadonlySet<Thumbprint> = new Set();
  /** The CSRs in every store. */
  requests: readonly StoredRequest[] = [];
  renewBefore: number | undefined;
  /** The content of the trash, by name; undefined: it cannot be read. */
  removals: Readonly<Record<string, Removal>> | undefined = {};
  readonly trash: Trash = {
    names: async () => this.removals && Object.keys(this.removals),
    removal: async (name) => this.removals?.[name],
  };
  #issued = 0;
  #previousScans: PreviousScans = new PreviousScans();

  /** Restarts the daemon: what it keeps in memory is lost. */
  restart(): void {
    this.#previousScans = new PreviousScans();
  }

  get dependencies(): ScanDependencies {
    return {
      scanSources: this.scanSources,
      settings: SETTINGS,
      selfSigned: { years: 1, key: 'ec-p256', renewBefore: this.renewBefore },
      trash: this.trash,
      issuer: {
        issue: async ({ subject, dnsNames, notBefore, notAfter }) => {
          if (this.issueFails !== undefined) throw new IssueError(madeUpFailure(this.issueFails));
          this.#issued += 1;
          const { certificate } = stored(this.#issued === 1 ? 'N' : `N${this.#issued}x`, {
            commonName: subject.replace('CN=', ''),
            dnsNames,
            notBefore,
            notAfter,
            selfSigned: true,
          });
          return { certificate, certificatePem: '', privateKeyPem: '' };
        },
      },
      ledger: this.ledger,
      clock: this.clock,
      previousScans: this.#previousScans,
      rules: this.rules,
    };
  }

  get scanSources(): ScanSources {
    const { connectors, stores } = this;
    return {
      computer: { fqdn: 'mail01.contoso.com', netBiosName: 'MAIL01', roles: ['client-access'] },
      inventories: [
        {
          name: 'configuration',
          read: async () => {
            if (this.inventoryFails) throw new Error('inventory went away');
            return { kind: 'available', at: this.now, value: { connectors, stores }, problems: [] };
          },
        },
      ],
      storeOf: ({ name }) => this.#store(name),
      personal: this.#personal,
      internalTransportCertificate: 'auto',
      readAnchors: async () => ({ contents: '' }),
      chains: {
        verify: async (thumbprints) => {
          this.asked = thumbprints;
          return new Map([...this.chains].filter(([thumbprint]) => thumbprints.has(thumbprint)));
        },
      },
    };
  }

  #store(name: string): CertificateStore {
    return {
      name,
      read: async (): Promise<ScanResult<StoreSnapshot>> => {
        await this.whileReading();
        const answer = this.answers[name] ?? [];
        if (typeof answer === 'string') throw new Error(answer);
        if ('reason' in answer) return unavailable(this.now, answer);
        return {
          kind: 'available',
          at: this.now,
          value: {
            name,
            certificates: answer,
            requests: this.requests,
            isGlob: false,
            unreadablePaths: [],
            unreadableSinceStart: [],
          },
          problems: [],
        };
      },
      watch: () => ({ [Symbol.dispose]: () => undefined }),
    };
  }

  readonly #personal: PersonalStore = {
    ...this.#store('My'),
    create: async () => {
      this.done.push('create');
      this.answers['My'] = [];
    },
    lock: async () => {
      if (this.isBusy) throw new StoreBusyError('/stores/My');
      await this.whileHeld();
      return { [Symbol.dispose]: () => undefined };
    },
    assignStablePath: () => Promise.reject(new Error('a scan enables nothing')),
    apply: async (change, requestedBy) => {
      if (change.kind !== 'install') throw new Error(`a pass orders no ${change.kind}`);
      const { certificate, services, recordsInternal, friendlyName, isExportable, renews } = change;
      this.done.push(`install ${certificate.dnsNames.join(' ')} for ${services.join(' ')}`);
      const directory = `/stores/My/${certificate.thumbprint}`;
      const added: StoredCertificate = {
        certificate,
        store: 'My',
        location: { path: `${directory}/certificate.pem`, block: 0, alias: undefined },
        services,
        key: { kind: 'matches', path: `${directory}/privkey.pem`, access: CORRECT_KEY_ACCESS },
        note: { friendlyName, isExportable, requestedBy, ...(renews === undefined ? {} : { renews }) },
      };
      const { My: before = [] } = this.answers;
      this.answers['My'] = [...(Array.isArray(before) ? before : []), added];
      if (recordsInternal) await this.#personal.recordInternalTransport(certificate.thumbprint);
      return { path: directory };
    },
    finishStablePaths: async () => undefined,
    recordInternalTransport: async (thumbprint) => {
      this.done.push(`record ${thumbprint}`);
      this.recorded = thumbprint;
    },
    recordedInternalTransport: async () => this.recorded,
  };

  /** The recorded internal transport certificate. */
  recorded: Thumbprint | undefined;
}

export const DENIED: Problem = { reason: 'permission_denied', location: '/stores/My', failure: said('EACCES') };
export const NOT_FOUND: Problem = { reason: 'not_found', location: '/stores/My', failure: said('ENOENT') };
