import type { Memory } from '../../domain/observation/memory.ts';

/**
 * Returns the daemon's memory for the scan of a command. Only a second scan of the daemon confirms
 * that a store is empty. The scan of a command would count as the second one, so a count of one scan
 * that found the store empty is set back to 0.
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
