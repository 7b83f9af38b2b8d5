import type { Memory } from '../../domain/observation/memory.ts';

/**
 * Returns the daemon's memory for the scan of a command. The scan of a command is not the second
 * scan that confirms an empty store, so such a store is treated as empty for the first time.
 */
export function resetEmptyStoreCounts(memory: Memory): Memory {
  const storeSizes = new Map(
    [...memory.storeSizes].map(([name, size]) => [
      name,
      size.shrunk?.scans === 1 ? { ...size, shrunk: { ...size.shrunk, scans: 0 } } : size,
    ]),
  );
  return { ...memory, storeSizes };
}
