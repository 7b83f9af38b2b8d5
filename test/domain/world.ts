import { type Assessment, assess } from '../../src/domain/assessment/assess.ts';
import { nextFileHistories } from '../../src/domain/assessment/next-file-histories.ts';
import { nextProbeMemories } from '../../src/domain/assessment/next-probe-memories.ts';
import type { Profile, Settings } from '../../src/domain/assessment/settings.ts';
import {
  type Certificate,
  CORRECT_KEY_ACCESS,
  type KeyAccess,
  type KeyUsage,
  type Service,
  type StoredCertificate,
} from '../../src/domain/certificate/certificate.ts';
import type { StoredRequest } from '../../src/domain/certificate/certificate-request.ts';
import type { ChainVerdict } from '../../src/domain/certificate/chain-verdict.ts';
import type { ExpiringSettings } from '../../src/domain/certificate/lifetime.ts';
import { advanceConditions } from '../../src/domain/condition/advance-conditions.ts';
import type { Condition } from '../../src/domain/condition/condition.ts';
import { evidenceFinderIn } from '../../src/domain/condition/evidence-finder.ts';
import type { RecordPolicy } from '../../src/domain/condition/new-record.ts';
import { storesOf } from '../../src/domain/connector/certificate-file.ts';
import type { Connector, StoreDefinition } from '../../src/domain/connector/connector.ts';
import type { Inventory } from '../../src/domain/connector/inventory.ts';
import type { StoreSnapshot } from '../../src/domain/connector/store-snapshot.ts';
import type { NewEventRecord } from '../../src/domain/event/event-record.ts';
import type { Problem } from '../../src/domain/failure/problem.ts';
import { coverageOf } from '../../src/domain/observation/coverage.ts';
import { keepLastKnownCertificates } from '../../src/domain/observation/keep-last-known-certificates.ts';
import { markKnownNames } from '../../src/domain/observation/known-names.ts';
import { EMPTY_MEMORY, type Memory } from '../../src/domain/observation/memory.ts';
import {
  HEALTHY_SERVICE,
  type InternalTransport,
  type Observation,
  type ServiceState,
} from '../../src/domain/observation/observation.ts';
import { rememberStoreSizes } from '../../src/domain/observation/store-sizes.ts';
import { evaluate } from '../../src/domain/rule/evaluate.ts';
import type { Rule } from '../../src/domain/rule/rule.ts';
import { continueResult, currentOrLastKnown, type ScanResult, unavailable } from '../../src/domain/scan-result.ts';
import { DAY, HOUR, type Instant } from '../../src/domain/time.ts';
import { said } from './failure/said.ts';

export const NOON: Instant = Date.UTC(2026, 10, 24, 12);
const YEAR = 365 * DAY;

/** The differences from a valid certificate with its key in the store My; left out: none. */
export interface Described {
  readonly dnsNames?: readonly string[];
  readonly commonName?: string;
  readonly notBefore?: Instant;
  readonly notAfter?: Instant;
  readonly selfSigned?: boolean;
  readonly services?: readonly Service[];
  readonly key?: StoredCertificate['key']['kind'];
  readonly access?: KeyAccess;
  readonly version?: number;
  /** In the form of RFC 4514; left out: `CN=` and the common name. */
  readonly subject?: string;
  readonly issuer?: string;
  /** The file in its store; left out: named after its label. */
  readonly path?: string;
  /** A file that a connector names; the certificate is then in no store. */
  readonly file?: string;
  readonly publicKeyAlgorithm?: string;
  readonly isCa?: boolean;
  readonly keyUsage?: readonly KeyUsage[];
  readonly extendedKeyUsage?: readonly string[];
  readonly publicKeySize?: number;
  readonly signatureAlgorithm?: string;
  readonly store?: string;
  readonly writtenAt?: Instant;
}

/**
 * Returns a stored certificate whose thumbprint begins with its label, so that expectations are
 * readable and ordered.
 */
export function stored(label: string, described: Described = {}): StoredCertificate {
  const thumbprint = label.padEnd(40, '0');
  const commonName = described.commonName ?? described.dnsNames?.[0] ?? label;
  const certificate: Certificate = {
    thumbprint,
    sha256Fingerprint: thumbprint.padEnd(64, '0'),
    version: described.version ?? 3,
    serialNumber: '01',
    subject: described.subject ?? `CN=${commonName}`,
    issuer: described.issuer ?? (described.selfSigned ? `CN=${commonName}` : 'CN=Contoso CA'),
    commonNames: [commonName],
    notBefore: described.notBefore ?? NOON - YEAR / 2,
    notAfter: described.notAfter ?? NOON + YEAR / 2,
    dnsNames: described.dnsNames ?? [],
    ipAddresses: [],
    publicKeyAlgorithm: described.publicKeyAlgorithm ?? 'EC',
    publicKeySize: described.publicKeySize ?? (described.publicKeyAlgorithm === 'RSA' ? 2048 : 256),
    signatureAlgorithm: described.signatureAlgorithm ?? 'ecdsa-with-SHA256',
    publicKeySha256: thumbprint.padEnd(64, '1'),
    isSelfIssued: described.selfSigned ?? false,
    isCa: described.isCa ?? false,
    pathLength: undefined,
    keyUsage: described.keyUsage ?? ['digitalSignature'],
    extendedKeyUsage: described.extendedKeyUsage ?? ['serverAuth'],
    subjectKeyIdentifier: undefined,
    authorityKeyIdentifier: undefined,
  };
  const path = described.file ?? described.path ?? `/store/${label}.pem`;
  return {
    certificate,
    store: described.file === undefined ? (described.store ?? 'My') : `file:${described.file}`,
    location: { path, block: 0, alias: undefined },
    services: described.services ?? ['SMTP'],
    key: { kind: described.key ?? 'matches', path, access: described.access ?? CORRECT_KEY_ACCESS },
    writtenAt: described.writtenAt ?? certificate.notBefore,
  };
}

/** Returns an enabled Receive connector of the configuration. */
export function connector(name: string, fqdn?: string, more: Partial<Connector> = {}): Connector {
  return {
    name,
    direction: 'receive',
    fqdn,
    enabled: true,
    starttls: true,
    source: { inventory: 'configuration', place: 'mailcertd.yaml:1' },
    ...more,
  };
}

/** Returns a personal store of the configuration. */
export function store(name: string, more: Partial<StoreDefinition> = {}): StoreDefinition {
  const source = { inventory: 'configuration', place: 'mailcertd.yaml:1' };
  return { name, path: `/stores/${name}`, services: ['SMTP'], personal: true, source, ...more };
}

/** Everything that a scan can find: the time, the configuration, and the contents of all stores. */
export interface World {
  readonly now: Instant;
  readonly profile: Profile;
  readonly certificates: readonly StoredCertificate[];
  readonly requests: readonly StoredRequest[];
  readonly connectors: readonly Connector[];
  readonly stores: readonly StoreDefinition[];
  readonly internal: InternalTransport;
  readonly expiresSoon: ExpiringSettings;
  /** Names of the stores that cannot be read in this scan. */
  readonly unavailable: readonly string[];
  readonly globs: readonly string[];
  readonly rules: readonly Rule[] | undefined;
  readonly clockStepMs: number;
  /** Certificates whose chain is not trusted; by default only self-signed ones. */
  readonly untrusted: readonly StoredCertificate[];
  /** By thumbprint: verdicts that replace those of the other fields. */
  readonly verdicts: ReadonlyMap<string, ChainVerdict>;
  /** Files in a store that cannot be read; their content is unknown. */
  readonly hidden: readonly { readonly store: string; readonly path: string }[];
  /** Keystores in a store that no password opens; their content is unknown. */
  readonly closed: readonly { readonly store: string; readonly path: string }[];
  /** Names of the stores that are not scanned this time. */
  readonly unscanned: readonly string[];
  /**
   * True if the inventory cannot be read: its last known content counts, not that of this world.
   */
  readonly isInventoryUnavailable: boolean;
  /** Problems with files in stores. */
  readonly problems: readonly { readonly store: string; readonly problem: Problem }[];
  /** Files of stores that are empty now. */
  readonly emptyFiles: readonly { readonly store: string; readonly path: string }[];
  readonly service: Partial<ServiceState>;
  /** The results of probed connectors in this scan. */
  readonly endpoints: Observation['endpoints'];
}

/** A world at noon without connectors and certificates, in which nothing is wrong. */
export const CALM: World = {
  now: NOON,
  profile: 'exchange-2007',
  certificates: [],
  requests: [],
  connectors: [],
  stores: [store('My')],
  internal: { source: 'automatic' },
  expiresSoon: { within: 30 * DAY, fraction: 1 / 3, remindAt: [] },
  unavailable: [],
  globs: [],
  rules: undefined,
  clockStepMs: 0,
  untrusted: [],
  verdicts: new Map(),
  hidden: [],
  closed: [],
  unscanned: [],
  isInventoryUnavailable: false,
  problems: [],
  emptyFiles: [],
  service: {},
  endpoints: new Map(),
};

function inventoryOf({ now, connectors, stores, isInventoryUnavailable }: World): ScanResult<Inventory> {
  return isInventoryUnavailable
    ? unavailable(now, { reason: 'io_error', location: 'configuration', failure: said('EIO') })
    : { kind: 'available', at: now, value: { connectors, stores }, problems: [] };
}

/**
 * A daemon without I/O: it scans worlds, evaluates all rules, and keeps its open conditions and its
 * memory from one scan to the next.
 */
export class Life {
  open: readonly Condition[] = [];
  memory: Memory = EMPTY_MEMORY;
  /** The state of the last scan. */
  assessment: Assessment | undefined;
  readonly #results: Map<string, ScanResult<StoreSnapshot>> = new Map();
  #scannedAt: Instant | undefined;
  #inventory: ScanResult<Inventory> | undefined;

  /** Returns the daemon after a restart: only the stored state is kept. */
  restarted(): Life {
    const life = new Life();
    life.open = this.open;
    life.memory = this.memory;
    life.#scannedAt = this.#scannedAt;
    return life;
  }

  /** Scans a world. */
  observe(world: World): Observation {
    const inventory = continueResult(this.#inventory, inventoryOf(world));
    this.#inventory = inventory;
    const known = currentOrLastKnown(inventory)?.value;
    const scanned = (known === undefined ? [] : storesOf(known)).filter(({ name }) => !world.unscanned.includes(name));
    const stores = new Map(
      scanned.map(({ name }): [string, ScanResult<StoreSnapshot>] => {
        const hiddenPaths = world.hidden.flatMap(({ store, path }) => (store === name ? [path] : []));
        const closedPaths = world.closed.flatMap(({ store, path }) => (store === name ? [path] : []));
        const unreadablePaths = [...hiddenPaths, ...closedPaths];
        const value = {
          name,
          requests: world.requests.filter((request) => request.store === name),
          certificates: world.certificates.filter(
            ({ store, location }) => store === name && !unreadablePaths.includes(location.path),
          ),
          emptyFiles: world.emptyFiles.flatMap(({ store, path }) => (store === name ? [path] : [])),
          isGlob: world.globs.includes(name),
          unreadablePaths,
          unreadableSinceStart: hiddenPaths,
        };
        const fresh: ScanResult<StoreSnapshot> = world.unavailable.includes(name)
          ? {
              kind: 'unavailable',
              since: world.now,
              times: 1,
              problem: { reason: 'permission_denied', location: name, failure: said('EACCES') },
              last: undefined,
            }
          : {
              kind: 'available',
              at: world.now,
              value,
              problems: world.problems.flatMap(({ store, problem }) => (store === name ? [problem] : [])),
            };
        const before = this.#results.get(name);
        const continued = continueResult(before, fresh);
        const result: ScanResult<StoreSnapshot> =
          continued.kind === 'unavailable' || before === undefined
            ? continued
            : { ...continued, value: keepLastKnownCertificates(currentOrLastKnown(before)?.value, continued.value) };
        this.#results.set(name, result);
        return [name, result];
      }),
    );
    const chains = new Map(
      world.certificates.map((stored): [string, ChainVerdict] => {
        const verdict = world.verdicts.get(stored.certificate.thumbprint);
        if (verdict !== undefined) return [stored.certificate.thumbprint, verdict];
        if (world.untrusted.includes(stored))
          return [stored.certificate.thumbprint, { status: 'untrusted', failure: said() }];
        const trusted: ChainVerdict = { status: 'trusted', anchor: 'system' };
        return [stored.certificate.thumbprint, stored.certificate.isSelfIssued ? { status: 'self-signed' } : trusted];
      }),
    );
    return {
      now: world.now,
      computer: { fqdn: 'mail01.contoso.com', netBiosName: 'MAIL01', roles: ['client-access', 'hub-transport'] },
      inventories: new Map([['configuration', inventory]]),
      stores,
      endpoints: world.endpoints,
      chains,
      internalTransport: world.internal,
      memory: this.memory,
      service: {
        ...HEALTHY_SERVICE,
        clockStepMs: world.clockStepMs,
        previousScanAt: this.#scannedAt,
        ...world.service,
      },
    };
  }

  /** Scans a world, updates the state of the daemon, and returns the new event records. */
  pass(world: World): readonly NewEventRecord[] {
    const settings: Settings = { ...SETTINGS, profile: world.profile, expiresSoon: world.expiresSoon };
    const assessment = assess(this.observe(world), settings);
    const { observation } = assessment;
    this.assessment = assessment;
    const coverage = coverageOf(observation);
    const evaluation = evaluate(assessment, world.rules);
    const policy: RecordPolicy = { ...settings, computer: observation.computer.fqdn };
    const findEvidence = evidenceFinderIn(assessment, coverage);
    const { records, open } = advanceConditions(this.open, {
      evaluation,
      coverage,
      findEvidence,
      policy,
      now: world.now,
    });
    this.open = open;
    this.#scannedAt = world.now;
    const sizes = rememberStoreSizes(observation);
    const fileHistories = nextFileHistories(assessment);
    const storeSizes = markKnownNames(sizes.storeSizes, fileHistories, observation, assessment.index);
    this.memory = { ...sizes, storeSizes, fileHistories, probes: nextProbeMemories(assessment) };
    return records;
  }
}

export const SETTINGS: Settings = {
  profile: 'exchange-2007',
  expiresSoon: CALM.expiresSoon,
  repeatInterval: 24 * HOUR,
  levels: new Map(),
  exchangeProvider: 'MSExchangeTransport',
  command: ['mailcertd'],
};

/**
 * Returns a record in the notation of test/domain/rows: event ID, parameters, and the change unless
 * it is raised or cleared. Example: `12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)
 * repeated`.
 */
export function notation({ eventId, parameters, change }: NewEventRecord): string {
  const shown = parameters.map((value) => value.replace(/^([A-Z]\w*?)0{20,}$/, '$1'));
  return `${eventId}(${shown.join('; ')})${change === 'raised' || change === 'cleared' ? '' : ` ${change}`}`;
}
