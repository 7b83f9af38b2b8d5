import { createHash } from 'node:crypto';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { EXCHANGE_FAILURES } from '../../domain/failure/exchange-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfFailure, problemOfReason } from '../../domain/failure/problem-of-failure.ts';
import { type ScanResult, unavailable } from '../../domain/scan-result.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import { decodeText } from '../../formats/server-config/decode-text.ts';
import { exchangeCertificates } from '../../formats/server-config/exchange/exchange-certificates.ts';
import { exchangeConnectors } from '../../formats/server-config/exchange/exchange-connectors.ts';
import { parseExchangeExport } from '../../formats/server-config/exchange/exchange-export.ts';
import type { CertificateStore, InventorySource } from '../../work/ports/stores.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import { readSmallFile } from './read-small-file.ts';

const NAME = 'exchange';
/**
 * The maximum size of an export, bytes. It is enough for 1,000 certificates with the properties of
 * a remote PowerShell session.
 */
const MAX_BYTES: number = 32 * 1024 * 1024;
/** The age above which an export is reported as outdated. */
const MAX_EXPORT_AGE_MS: number = 7 * DAY;

/** The content of one version of the file. */
interface ParsedExport {
  /** The digest of the file, to detect a new version. */
  readonly digest: string;
  readonly exportedAt: Instant | undefined;
  readonly inventory: Inventory;
  /** The problems of the connectors. */
  readonly problems: readonly Problem[];
  /** The certificates, as a store. */
  readonly snapshot: StoreSnapshot;
  /** The problems of the certificates that cannot be read. */
  readonly certificateProblems: readonly Problem[];
}

function exportStore(path: string): StoreDefinition {
  const source = { inventory: NAME, place: `${path}#Certificates` };
  return { name: NAME, path, services: [], personal: true, onlyFor: NAME, source };
}

/** Returns the content of the file, or why the export is not valid. */
function parseExport(text: string, path: string, digest: string): ParsedExport | { readonly failure: Failure } {
  const exported = parseExchangeExport(text);
  if ('failure' in exported) return exported;
  const { connectors, problems } = exchangeConnectors(exported, { inventory: NAME, path });
  const { certificates, chains, problems: certificateProblems } = exchangeCertificates(exported, NAME, path);
  // If the export has no certificates, copies of them in the stores of this host are used.
  const stores = exported.certificates.length === 0 ? [] : [exportStore(path)];
  const unreadable = certificateProblems.map(({ location }) => location);
  return {
    digest,
    exportedAt: exported.exportedAt,
    inventory: { connectors, stores, readFrom: [path] },
    problems,
    snapshot: {
      name: NAME,
      certificates,
      chains,
      isGlob: false,
      unreadablePaths: unreadable,
      unreadableSinceStart: unreadable,
    },
    certificateProblems,
  };
}

/**
 * The inventory of an Exchange server, from its export: its connectors, and a store with its
 * certificates, which only these connectors use.
 */
class ExchangeInventory implements InventorySource {
  readonly name: string = NAME;
  readonly #dependencies: DiscoveryDependencies;
  readonly #path: string;
  #exported: ParsedExport | undefined;
  /** The problem of the last attempt to read the file. */
  #problem: Problem | undefined;

  readonly #store: CertificateStore = {
    name: NAME,
    read: async () => {
      const now = this.#dependencies.clock.now();
      if (this.#exported === undefined || this.#problem !== undefined) return unavailable(now, this.#currentProblem());
      return {
        kind: 'available',
        at: now,
        value: this.#exported.snapshot,
        problems: this.#exported.certificateProblems,
      };
    },
    // The file is watched as the file of the inventory, which is read before the store.
    watch: () => ({ [Symbol.dispose]: () => undefined }),
  };

  constructor(dependencies: DiscoveryDependencies, path: string) {
    this.#dependencies = dependencies;
    this.#path = path;
  }

  async read(): Promise<ScanResult<Inventory>> {
    const now = this.#dependencies.clock.now();
    this.#problem = await this.#readIfChanged();
    if (this.#problem !== undefined || this.#exported === undefined) return unavailable(now, this.#currentProblem());
    const { inventory, problems, exportedAt } = this.#exported;
    const malformed = problems.find(({ reason }) => reason === 'settings_malformed');
    // If a connector cannot be read, the result is partial, so that connectors of earlier scans are
    // kept.
    if (malformed !== undefined) return unavailable(now, malformed, inventory);
    return {
      kind: 'available',
      at: now,
      value: inventory,
      problems: [...this.#ageProblem(exportedAt, now), ...problems],
    };
  }

  storeOf({ name }: StoreDefinition): CertificateStore | undefined {
    return name === NAME ? this.#store : undefined;
  }

  /** Reads the file if it has changed. Returns its problem; undefined if there is none. */
  async #readIfChanged(): Promise<Problem | undefined> {
    const settings = await readSmallFile(this.#path, MAX_BYTES);
    if (settings.kind === 'problem') return settings.problem;
    const digest = createHash('sha256').update(settings.bytes).digest('hex');
    if (this.#exported?.digest === digest) return undefined;
    const error = (failure: Failure): Problem => problemOfFailure('settings_malformed', this.#path, failure);
    const text = decodeText(settings.bytes);
    if (text === undefined) return error(EXCHANGE_FAILURES.export_encoding_unknown);
    const exported = parseExport(text, this.#path, digest);
    if ('failure' in exported) return error(exported.failure);
    this.#exported = exported;
    return undefined;
  }

  #currentProblem(): Problem {
    return this.#problem ?? problemOfReason('not_checked', this.#path);
  }

  #ageProblem(exportedAt: Instant | undefined, now: Instant): readonly Problem[] {
    if (exportedAt === undefined || now - exportedAt <= MAX_EXPORT_AGE_MS) return [];
    const days = Math.floor((now - exportedAt) / DAY);
    return [problemOfFailure('outdated', this.#path, EXCHANGE_FAILURES.export_outdated({ days }))];
  }
}

/**
 * Creates the source of the inventory of an Exchange server. It reads an export of the server.
 * @param path the file that the Exchange server exported, absolute
 */
export function exchangeInventory(dependencies: DiscoveryDependencies, path: string): InventorySource {
  return new ExchangeInventory(dependencies, path);
}
