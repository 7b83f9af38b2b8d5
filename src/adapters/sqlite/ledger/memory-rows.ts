import type { Database } from 'better-sqlite3';
import { DistinctValues } from '../../../domain/distinct-values.ts';
import type {
  FileHistory,
  Memory,
  StoredHistory,
  StoreHistory,
  StoreSize,
} from '../../../domain/observation/memory.ts';
import type { ProbeMemory } from '../../../domain/served/served.ts';
import type { Shard } from '../../../work/ports/ledger.ts';
import { parsedJson } from '../column.ts';
import { UnreadableValueError } from '../ledger-failure.ts';
import { isMemoryValue, MEMORY_SCOPES } from '../schema/memory-shapes.ts';

interface MemoryRow {
  readonly scope: string;
  readonly value: string;
}

const { store: STORE, occupant: OCCUPANT, probe: PROBE, holdings: HOLDINGS } = MEMORY_SCOPES;

/**
 * Reads the memory of a shard. It is empty if nothing was stored.
 * @throws {UnreadableValueError}
 */
export type ReadMemory = (shard: Shard) => Memory;

/** Prepares the statements once. */
export function prepareReadMemory(database: Database): ReadMemory {
  const rows = database.prepare<[string], MemoryRow>('SELECT scope, value FROM memory WHERE shard = ? ORDER BY scope');
  return (shard) => {
    const storeSizes = new Map<string, StoreSize>();
    const occupants = new Map<string, FileHistory>();
    const probes = new Map<string, ProbeMemory>();
    let holdings: StoreHistory | undefined;
    const toProbe = probeReader();
    for (const { scope, value } of rows.all(shard)) {
      const parsed = scope.startsWith(PROBE) ? toProbe(value) : parsedJson(value);
      if (!isMemoryValue(scope, parsed)) throw new UnreadableValueError('memory', 'value', [shard, scope]);
      if (scope.startsWith(STORE)) storeSizes.set(scope.slice(STORE.length), toStoreSize(parsed as StoreSize));
      if (scope.startsWith(OCCUPANT)) occupants.set(scope.slice(OCCUPANT.length), toFileHistory(parsed as FileHistory));
      if (scope.startsWith(PROBE)) probes.set(scope.slice(PROBE.length), parsed as ProbeMemory);
      if (scope === HOLDINGS) holdings = toStoreHistory(parsed as WrittenStoreHistory);
    }
    return { storeSizes, occupants, holdings, probes };
  };
}

/**
 * Replaces the memory of a shard. Must be called inside a transaction.
 * @param before the stored memory, if known; objects that are identical in both are not written
 * again
 */
export type StoreMemory = (shard: Shard, memory: Memory, previous: Memory | undefined) => void;

/** Prepares the statements once. */
export function prepareStoreMemory(database: Database): StoreMemory {
  const rows = database.prepare<[string], MemoryRow>('SELECT scope, value FROM memory WHERE shard = ?');
  const forget = database.prepare('DELETE FROM memory WHERE shard = ? AND scope = ?');
  const upsert = database.prepare(`INSERT INTO memory (shard, scope, value) VALUES (?, ?, ?)
    ON CONFLICT (shard, scope) DO UPDATE SET value = excluded.value`);
  return (shard, memory, previous) => {
    const after = new Map(partsOf(memory));
    if (previous === undefined) {
      const stored = new Map(rows.all(shard).map(({ scope, value }) => [scope, value]));
      for (const scope of stored.keys()) if (!after.has(scope)) forget.run(shard, scope);
      for (const [scope, part] of after) {
        const value = written(scope, part);
        if (stored.get(scope) !== value) upsert.run(shard, scope, value);
      }
      return;
    }
    const known = new Map(partsOf(previous));
    for (const scope of known.keys()) if (!after.has(scope)) forget.run(shard, scope);
    for (const [scope, part] of after) {
      if (known.get(scope) !== part) upsert.run(shard, scope, written(scope, part));
    }
  };
}

type Part = StoreSize | FileHistory | ProbeMemory | StoreHistory;

function* partsOf({ storeSizes, occupants, probes, holdings }: Memory): Generator<[string, Part]> {
  for (const [store, size] of storeSizes) yield [`${STORE}${store}`, size];
  for (const [place, occupant] of occupants) yield [`${OCCUPANT}${place}`, occupant];
  for (const [connector, probe] of probes) yield [`${PROBE}${connector}`, probe];
  if (holdings !== undefined) yield [HOLDINGS, holdings];
}

function written(scope: string, part: Part): string {
  return scope === HOLDINGS && 'notes' in part ? fromStoreHistory(part) : JSON.stringify(part);
}

/**
 * The properties whose values are often equal between servers, or between two results of one
 * server.
 */
const SHARED: ReadonlySet<string> = new Set([
  ...['starttls', 'protocol', 'cipher', 'issuers', 'chain', 'problems', 'keyType'],
  ...['issuer', 'dnsNames', 'ipAddresses', 'commonNames', 'publicKeyAlgorithm', 'names', 'disk', 'settings'],
  'definition',
]);

/**
 * Returns a parser that keeps one copy of equal values. Thousands of rows are read, and most values
 * stay in memory for the life of the process. The parser returns undefined for invalid JSON.
 */
function probeReader(): (value: string) => unknown {
  const shared = new DistinctValues();
  return (value) => parsedJson(value, (key, part: unknown) => (SHARED.has(key) ? shared.once(part) : part));
}

function toStoreSize({ path, certificates, shrunk, areNamesKnown }: StoreSize): StoreSize {
  return { path, certificates, shrunk, ...(areNamesKnown ? { areNamesKnown } : {}) };
}

function toFileHistory(written: FileHistory): FileHistory {
  const { thumbprint, names, issuer, store, before: previous, awaitsKey, emptySince } = written;
  return {
    ...{ thumbprint, names, issuer, store, before: previous },
    ...(awaitsKey ? { awaitsKey } : {}),
    ...(emptySince === undefined ? {} : { emptySince }),
  };
}

interface WrittenStoreHistory extends Pick<StoreHistory, 'path' | 'internal'> {
  readonly notes: readonly (readonly [string, StoredHistory])[];
  readonly removals: readonly string[];
}

function fromStoreHistory({ path, notes, internal, removals }: StoreHistory): string {
  const written: WrittenStoreHistory = { path, internal, notes: [...notes], removals: [...removals] };
  return JSON.stringify(written);
}

function toStoreHistory({ path, internal, notes, removals }: WrittenStoreHistory): StoreHistory {
  return { path, internal, notes: new Map(notes), removals: new Set(removals) };
}
