import type { Memory } from '../../domain/observation/memory.ts';

/**
 * Returns the daemon's memory for the scan of a command. A store that is suddenly empty is
 * confirmed by a second scan of the daemon. The scan of a command does not count as the second one,
 * so the number of scans that saw the empty store is set back to 0.
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
