import type { Database } from 'better-sqlite3';
import type { Memory, StoreSize } from '../../domain/observation/memory.ts';
import type { Shard } from '../../work/ports.ts';

interface MemoryRow {
  readonly scope: string;
  readonly value: string;
}

const STORE = 'store:';

/** Reads the memory of a shard; an empty one when nothing was stored. */
export type ReadMemory = (shard: Shard) => Memory;

export function prepareReadMemory(database: Database): ReadMemory {
  const rows = database.prepare<[string], MemoryRow>('SELECT scope, value FROM memory WHERE shard = ? ORDER BY scope');
  return (shard) => {
    const storeSizes = new Map<string, StoreSize>();
    for (const { scope, value } of rows.all(shard)) {
      if (scope.startsWith(STORE)) storeSizes.set(scope.slice(STORE.length), toStoreSize(value));
    }
    return { storeSizes };
  };
}

/** Makes it the memory of a shard, whole: what it no longer holds is forgotten. To be called inside a transaction. */
export type StoreMemory = (shard: Shard, memory: Memory) => void;

export function prepareStoreMemory(database: Database): StoreMemory {
  const rows = database.prepare<[string], MemoryRow>('SELECT scope, value FROM memory WHERE shard = ?');
  const forget = database.prepare('DELETE FROM memory WHERE shard = ? AND scope = ?');
  const upsert = database.prepare(`INSERT INTO memory (shard, scope, value) VALUES (?, ?, ?)
    ON CONFLICT (shard, scope) DO UPDATE SET value = excluded.value`);
  return (shard, memory) => {
    const before = new Map(rows.all(shard).map(({ scope, value }) => [scope, value]));
    const after = new Map([...memory.storeSizes].map(([store, size]) => [`${STORE}${store}`, JSON.stringify(size)]));
    for (const scope of before.keys()) if (!after.has(scope)) forget.run(shard, scope);
    for (const [scope, value] of after) if (before.get(scope) !== value) upsert.run(shard, scope, value);
  };
}

function toStoreSize(value: string): StoreSize {
  const { path, certificates, shrunk }: StoreSize = JSON.parse(value);
  return { path, certificates, shrunk };
}
