import { isConnectorFile } from '../../domain/connector/certificate-file.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import {
  keepUnreadParts,
  needsPreviousInventory,
  type PreviousInventory,
} from '../../domain/connector/unread-parts.ts';
import { failureOfError } from '../../domain/failure/failure-of-error.ts';
import { problemOfFailure } from '../../domain/failure/problem-of-failure.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import { continueResult, currentOrLastKnown, type ScanResult, unavailable } from '../../domain/scan-result.ts';
import { keepStarttlsExpectation } from '../../domain/served/keep-starttls-expectation.ts';
import type { Observed } from '../../domain/status/observed.ts';
import type { Instant } from '../../domain/time.ts';
import type { InventorySource, ScanScope } from '../ports/stores.ts';

/** The state of one inventory (the connectors and stores from one source) from earlier scans. */
interface InventoryHistory {
  /** Its result in the previous scan of this process; undefined: this is the first scan. */
  readonly previous: ScanResult<Inventory> | undefined;
  /** Reads the connectors and stores of the last stored scan; left out: unknown. */
  readonly readLastObserved?: () => Promise<Observed | undefined>;
  readonly memory: Memory;
  readonly scope?: ScanScope;
}

/**
 * Runs a reader, and returns its error as an unavailable result, so that other readers continue.
 * Rejects only if canceled.
 */
export async function unavailableOnError<T>(
  name: string,
  at: Instant,
  signal: AbortSignal,
  read: () => Promise<ScanResult<T>>,
): Promise<ScanResult<T>> {
  try {
    return await read();
  } catch (error) {
    signal.throwIfAborted();
    return unavailable(at, problemOfFailure('io_error', name, failureOfError(error)));
  }
}

/**
 * Returns the connectors and stores that an inventory had in the previous scan of this process, or
 * in the last stored scan. Leaves out a name that another inventory uses now.
 */
async function lastKnownParts(
  name: string,
  { previous, readLastObserved }: InventoryHistory,
  otherInventories: ReadonlyMap<string, ScanResult<Inventory>>,
): Promise<PreviousInventory | undefined> {
  const observed = previous === undefined ? await readLastObserved?.() : undefined;
  const lastParts: PreviousInventory | undefined =
    observed === undefined
      ? previous && currentOrLastKnown(previous)?.value
      : {
          connectors: observed.connectors.map(({ connector }) => connector),
          stores: observed.stores.map(({ store }) => store).filter((store) => !isConnectorFile(store.name)),
        };
  if (lastParts === undefined) return undefined;
  const values = [...otherInventories.values()].flatMap((result) => currentOrLastKnown(result)?.value ?? []);
  const otherNames = new Set(
    values.flatMap(({ connectors, stores }) => [...connectors, ...stores].map((part) => part.name)),
  );
  const isOfInventory = (part: Pick<Connector, 'name' | 'source'>): boolean =>
    part.source.inventory === name && !otherNames.has(part.name);
  return {
    ...lastParts,
    connectors: lastParts.connectors.filter(isOfInventory),
    stores: lastParts.stores.filter(isOfInventory),
  };
}

/**
 * Reads an inventory. For parts that cannot be read, uses the last known connectors and stores.
 * @param otherInventories the inventories that were read before in this scan
 */
export async function readInventory(
  source: InventorySource,
  history: InventoryHistory,
  otherInventories: ReadonlyMap<string, ScanResult<Inventory>>,
  now: Instant,
  signal: AbortSignal,
): Promise<ScanResult<Inventory>> {
  const fresh = await unavailableOnError(source.name, now, signal, () => source.read(signal, history.scope));
  const result = continueResult(history.previous, fresh);
  const hasUnread = result.kind === 'available' && needsPreviousInventory(result.value);
  const completed = hasUnread
    ? keepUnreadParts(result, await lastKnownParts(source.name, history, otherInventories))
    : result;
  return keepStarttlsExpectation(completed, history.memory.probes);
}
