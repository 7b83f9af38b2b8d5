import type { ChainVerdict } from '../../src/domain/certificate/chain-verdict.ts';
import { renewalDeadline } from '../../src/domain/certificate/renewal-deadline.ts';
import { isConnectorFile } from '../../src/domain/connector/certificate-file.ts';
import type { StoreDefinition } from '../../src/domain/connector/connector.ts';
import type { StoreSnapshot } from '../../src/domain/connector/store-snapshot.ts';
import type { EventLevel } from '../../src/domain/event/event-definition.ts';
import type { Finding } from '../../src/domain/evidence/finding.ts';
import { HEALTHY_SERVICE } from '../../src/domain/observation/observation.ts';
import { isSecondScanDue } from '../../src/domain/observation/store-sizes.ts';
import { type ScanResult, unavailable } from '../../src/domain/scan-result.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { CertificateStore, PersonalStore } from '../../src/work/ports/stores.ts';
import { PreviousScans } from '../../src/work/scan/previous-scans.ts';
import { runScan } from '../../src/work/scan/run-scan.ts';
import type { ScanSources } from '../../src/work/scan/scan-all.ts';
import { ExpectedCoverage } from '../domain/expected-coverage.ts';
import { said } from '../domain/failure/said.ts';
import { type Lived, watchedRules } from '../domain/lives.ts';
import { SETTINGS, type World } from '../domain/world.ts';
import { MemoryLedger } from '../fakes/memory-ledger.ts';

const FQDN = 'mail01.contoso.com';

/** A scan of the daemon, with the data that the laws need. */
export interface YearPass extends Lived {
  /**
   * True if the daemon wants another scan soon: the clock has changed, a key is expected, or a
   * directory was found empty.
   */
  readonly isAnotherDue: boolean;
}

/** A daemon that scans worlds, with a ledger in memory. A restart loses all other state. */
export class YearHost {
  readonly ledger: MemoryLedger = new MemoryLedger();
  #previousScans: PreviousScans = new PreviousScans();
  readonly #expected: ExpectedCoverage = new ExpectedCoverage();
  #world: World;
  #failing: readonly number[] = [];
  #levels: ReadonlyMap<number, EventLevel> = new Map();

  constructor(world: World) {
    this.#world = world;
  }

  restart(): void {
    this.#previousScans = new PreviousScans();
    this.#expected.restart();
  }

  async pass(world: World, failing: readonly number[], levels: ReadonlyMap<number, EventLevel>): Promise<YearPass> {
    this.#world = world;
    this.#failing = failing;
    this.#levels = levels;
    const { now, clockStepMs, profile, expiresSoon } = world;
    const findings: Finding[] = [];
    const called = new Set<number>();
    const before = (await this.ledger.state(FQDN)).open;
    this.#expected.scan(world);
    const { written, observation } = await runScan(
      {
        scanSources: this.#scanSources,
        settings: { ...SETTINGS, profile, expiresSoon, levels: this.#levels },
        selfSigned: { years: 1, key: 'ec-p256', renewBefore: undefined },
        trash: { names: async () => [], removal: async () => undefined },
        issuer: { issue: () => Promise.reject(new Error('nothing is issued here')) },
        ledger: this.ledger,
        clock: { now: () => now, monotonicMs: () => now },
        previousScans: this.#previousScans,
        rules: watchedRules(this.#failing, findings, called),
      },
      { service: { ...HEALTHY_SERVICE, clockStepMs }, pendingRecords: [], schedule: { nextAt: () => undefined } },
      new AbortController().signal,
    );
    const awaitsKey = clockStepMs === 0 && !called.has(12014);
    return {
      world,
      awaitsKey,
      failing,
      before,
      after: (await this.ledger.state(FQDN)).open,
      records: written.filter(({ change }) => change !== 'once'),
      findings,
      expected: this.#expected,
      isAnotherDue: clockStepMs !== 0 || awaitsKey || isSecondScanDue(observation),
    };
  }

  get #scanSources(): ScanSources {
    const { internal, connectors, stores, isInventoryUnavailable, now } = this.#world;
    return {
      computer: { fqdn: FQDN, netBiosName: 'MAIL01', roles: ['mailbox'] },
      inventories: [
        {
          name: 'configuration',
          read: async () => {
            if (isInventoryUnavailable) throw new Error('the inventory cannot be read');
            return { kind: 'available', at: now, value: { connectors, stores }, problems: [] };
          },
        },
      ],
      storeOf: (definition) => this.#store(definition),
      personal: this.#personal,
      internalTransportCertificate:
        internal.source === 'none' ? 'none' : internal.source === 'configured' ? internal.thumbprint : 'auto',
      readAnchors: async () => ({ contents: '' }),
      chains: { verify: async (thumbprints) => new Map([...this.#verdicts].filter(([each]) => thumbprints.has(each))) },
    };
  }

  get #verdicts(): ReadonlyMap<string, ChainVerdict> {
    return new Map(
      this.#world.certificates.map(({ certificate }): [string, ChainVerdict] => [
        certificate.thumbprint,
        certificate.isSelfIssued
          ? { status: 'self-signed' }
          : (this.#world.verdicts.get(certificate.thumbprint) ?? { status: 'trusted', anchor: 'system' }),
      ]),
    );
  }

  #store({ name }: Pick<StoreDefinition, 'name'>): CertificateStore {
    return {
      name,
      read: async (): Promise<ScanResult<StoreSnapshot>> => this.#scan(name, this.#world),
      watch: () => ({ [Symbol.dispose]: () => undefined }),
    };
  }

  #scan(
    name: string,
    { now, unavailable: unreadable, certificates, globs, hidden, problems, emptyFiles }: World,
  ): ScanResult<StoreSnapshot> {
    if (unreadable.includes(name))
      return unavailable(now, { reason: 'permission_denied', location: name, failure: said('EACCES') });
    const unreadableFiles = hidden.flatMap(({ store, path }) => (store === name ? [path] : []));
    const remaining = certificates.filter(
      ({ store, location }) => store === name && !unreadableFiles.includes(location.path),
    );
    if (isConnectorFile(name) && remaining.length === 0) {
      return unavailable(now, { reason: 'not_found', location: name, failure: said('ENOENT') });
    }
    const empty = emptyFiles.flatMap(({ store, path }) => (store === name ? [path] : []));
    const value = {
      name,
      certificates: remaining,
      emptyFiles: empty,
      isGlob: globs.includes(name),
      unreadablePaths: unreadableFiles,
      unreadableSinceStart: unreadableFiles,
    };
    return {
      kind: 'available',
      at: now,
      value,
      problems: problems.flatMap((each) => (each.store === name ? [each.problem] : [])),
    };
  }

  get #personal(): PersonalStore {
    const { internal } = this.#world;
    const never = (): Promise<never> => Promise.reject(new Error('nothing is written here'));
    return {
      ...this.#store({ name: 'My' }),
      create: never,
      lock: never,
      apply: never,
      assignStablePath: never,
      finishStablePaths: async () => undefined,
      recordInternalTransport: never,
      recordedInternalTransport: async () => (internal.source === 'recorded' ? internal.thumbprint : undefined),
    };
  }
}

/** Returns the times when a verdict about a certificate changes without any change of the host. */
export function edgesOf({ certificates, expiresSoon, verdicts }: World): readonly Instant[] {
  const ofChains = [...verdicts.values()].flatMap((verdict) =>
    verdict.status === 'trusted'
      ? [verdict.holdsUntil ?? [], ...(verdict.intermediates ?? []).map(({ notAfter }) => notAfter)].flat()
      : [],
  );
  const ofThemselves = certificates.flatMap(({ certificate: { notBefore, notAfter } }) => {
    const life = notAfter - notBefore;
    const before = [Math.min(expiresSoon.within, expiresSoon.fraction * life), ...expiresSoon.remindAt, life / 3, 0];
    return [notBefore, renewalDeadline({ notBefore, notAfter }), ...before.map((ms) => notAfter - ms)];
  });
  return [...ofChains, ...ofThemselves];
}
