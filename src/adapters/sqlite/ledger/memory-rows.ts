import type { Database } from 'better-sqlite3';
import { DistinctValues } from '../../../domain/distinct-values.ts';
import type { FileHistory, Memory, ReportedNote, StoreHistory, StoreSize } from '../../../domain/observation/memory.ts';
import type { ProbeMemory } from '../../../domain/served/served.ts';
import type { Shard } from '../../../work/ports/ledger.ts';
import { parseJson } from '../column.ts';
import { UnreadableValueError } from '../ledger-failure.ts';
import { isMemoryValue, MEMORY_SCOPES, type WrittenFileHistory } from '../schema/memory-shapes.ts';
import { parseOldLocation } from '../schema/parse-old-location.ts';
import { ProbeMemoryReader, type WrittenProbeMemory, writeProbeMemory } from '../schema/written-probe.ts';

interface MemoryRow {
  readonly scope: string;
  readonly value: string;
}

const { storeSize: STORE_SIZE, fileHistory: FILE_HISTORY, probe: PROBE, storeHistory: STORE_HISTORY } = MEMORY_SCOPES;

/**
 * Reads the memory of a shard (the part of the ledger that belongs to one daemon): what this daemon
 * remembers between scans, with one row for each part (a store, a certificate, a connector). The
 * memory is empty if nothing was stored.
 * @throws {UnreadableValueError}
 */
export type ReadMemory = (shard: Shard) => Memory;

/** Prepares the statements once. */
export function prepareReadMemory(database: Database): ReadMemory {
  const rows = database.prepare<[string], MemoryRow>('SELECT scope, value FROM memory WHERE shard = ? ORDER BY scope');
  return (shard) => {
    const storeSizes = new Map<string, StoreSize>();
    const fileHistories = new Map<string, FileHistory>();
    const probes = new Map<string, ProbeMemory>();
    let storeHistory: StoreHistory | undefined;
    const parseProbe = createProbeParser();
    const probeReader = new ProbeMemoryReader();
    for (const { scope, value } of rows.all(shard)) {
      const parsed = scope.startsWith(PROBE) ? parseProbe(value) : parseJson(value);
      if (!isMemoryValue(scope, parsed)) throw new UnreadableValueError('memory', 'value', [shard, scope]);
      if (scope.startsWith(STORE_SIZE))
        storeSizes.set(scope.slice(STORE_SIZE.length), toStoreSize(parsed as StoreSize));
      if (scope.startsWith(FILE_HISTORY))
        addFileHistory(fileHistories, scope.slice(FILE_HISTORY.length), parsed as WrittenFileHistory);
      if (scope.startsWith(PROBE))
        probes.set(scope.slice(PROBE.length), probeReader.read(parsed as WrittenProbeMemory));
      if (scope === STORE_HISTORY) storeHistory = toStoreHistory(parsed as WrittenStoreHistory);
    }
    return { storeSizes, fileHistories, storeHistory, probes };
  };
}

/**
 * Replaces the memory of a shard. Must be called inside a transaction.
 * @param previous the stored memory, if known: a part is then written only if it is not the same
 * object (`===`). If unknown, the text of each part is compared with its row.
 */
export type StoreMemory = (shard: Shard, memory: Memory, previous: Memory | undefined) => void;

/** Prepares the statements once. */
export function prepareStoreMemory(database: Database): StoreMemory {
  const rows = database.prepare<[string], MemoryRow>('SELECT scope, value FROM memory WHERE shard = ?');
  const deleteRow = database.prepare('DELETE FROM memory WHERE shard = ? AND scope = ?');
  const upsert = database.prepare(`INSERT INTO memory (shard, scope, value) VALUES (?, ?, ?)
    ON CONFLICT (shard, scope) DO UPDATE SET value = excluded.value`);
  const storeChangedRows = (shard: Shard, newParts: ReadonlyMap<string, Part>): void => {
    const stored = new Map(rows.all(shard).map(({ scope, value }) => [scope, value]));
    for (const scope of stored.keys()) if (!newParts.has(scope)) deleteRow.run(shard, scope);
    for (const [scope, part] of newParts) {
      const value = renderPart(part);
      if (stored.get(scope) !== value) upsert.run(shard, scope, value);
    }
  };
  return (shard, memory, previous) => {
    const newParts = new Map(partsOf(memory));
    if (previous === undefined) return storeChangedRows(shard, newParts);
    const previousParts = new Map(partsOf(previous));
    for (const scope of previousParts.keys()) if (!newParts.has(scope)) deleteRow.run(shard, scope);
    for (const [scope, part] of newParts) {
      if (previousParts.get(scope) !== part) upsert.run(shard, scope, renderPart(part));
    }
  };
}

/** The part of the memory that one row contains. */
type Part = StoreSize | FileHistory | ProbeMemory | StoreHistory;

/** Yields each part with its scope. */
function* partsOf({ storeSizes, fileHistories, probes, storeHistory }: Memory): Generator<[string, Part]> {
  for (const [store, size] of storeSizes) yield [`${STORE_SIZE}${store}`, size];
  for (const [location, history] of fileHistories) yield [`${FILE_HISTORY}${location}`, history];
  for (const [connector, probe] of probes) yield [`${PROBE}${connector}`, probe];
  if (storeHistory !== undefined) yield [STORE_HISTORY, storeHistory];
}

function renderPart(part: Part): string {
  // Only a StoreHistory contains a map and a set, which JSON does not have.
  if ('notes' in part) return renderStoreHistory(part);
  return JSON.stringify('result' in part ? writeProbeMemory(part) : part);
}

/**
 * The properties of a ProbeMemory whose values are often equal between servers, or between two
 * results of one server.
 */
const SHARED_KEYS: ReadonlySet<string> = new Set([
  'chain',
  'cipher',
  'commonNames',
  'definition',
  'disk',
  'dnsNames',
  'ipAddresses',
  'issuer',
  'issuers',
  'keyType',
  'names',
  'problems',
  'protocol',
  'publicKeyAlgorithm',
  'settings',
  'starttls',
]);

/**
 * Returns a parser that keeps one copy of equal values, to save memory: thousands of rows are read,
 * and most values stay in memory as long as the process runs. The parser returns undefined for
 * invalid JSON.
 */
function createProbeParser(): (value: string) => unknown {
  const shared = new DistinctValues();
  return (value) => parseJson(value, (key, part: unknown) => (SHARED_KEYS.has(key) ? shared.intern(part) : part));
}

/** Returns only the known properties: another version may have written more. */
function toStoreSize({ path, certificates, shrunk, areNamesKnown }: StoreSize): StoreSize {
  return { path, certificates, shrunk, ...(areNamesKnown ? { areNamesKnown } : {}) };
}

/**
 * Adds a history of a file with only the known properties: another version may have written more.
 * @param key the location as text, from which that of earlier versions is read
 */
function addFileHistory(histories: Map<string, FileHistory>, key: string, written: WrittenFileHistory): void {
  const {
    thumbprint,
    names,
    issuer,
    store,
    location = parseOldLocation(key),
    previous,
    awaitsKey,
    emptySince,
  } = written;
  if (location === undefined) return;
  histories.set(key, {
    thumbprint,
    names,
    issuer,
    store,
    location: { path: location.path, block: location.block },
    previous,
    ...(awaitsKey ? { awaitsKey } : {}),
    ...(emptySince === undefined ? {} : { emptySince }),
  });
}

/** The JSON form of a StoreHistory: the map is a list of pairs, and the set is a list. */
interface WrittenStoreHistory extends Pick<StoreHistory, 'path' | 'internal'> {
  readonly notes: readonly (readonly [string, ReportedNote])[];
  readonly removals: readonly string[];
}

function renderStoreHistory({ path, notes, internal, removals }: StoreHistory): string {
  const written: WrittenStoreHistory = { path, internal, notes: [...notes], removals: [...removals] };
  return JSON.stringify(written);
}

function toStoreHistory({ path, internal, notes, removals }: WrittenStoreHistory): StoreHistory {
  return { path, internal, notes: new Map(notes), removals: new Set(removals) };
}
