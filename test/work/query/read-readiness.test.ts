import { expect, it } from 'vitest';
import { EMPTY_MEMORY } from '../../../src/domain/observation/memory.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import type { LedgerState } from '../../../src/work/ports/ledger.ts';
import { readReadiness } from '../../../src/work/query/read-readiness.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const SCAN = { startedAt: NOW - 2000, endedAt: NOW - 1000, nextAt: NOW - 1000 + 15 * MINUTE };
const SCANNED: LedgerState = { revision: 1, open: [], memory: EMPTY_MEMORY, scan: SCAN, storedAt: NOW };

async function codeOf(state: LedgerState, now: number = NOW): Promise<string | undefined> {
  const failure = await readReadiness({ state: async () => state }, 'mail01.contoso.com', { now: () => now });
  return failure?.code;
}

it('the service is ready after its first scan', async () => {
  expect(await codeOf(SCANNED)).toBeUndefined();
});

it('the service is not ready before its first scan, also if an earlier daemon has scanned', async () => {
  expect(await codeOf({ ...SCANNED, scan: undefined })).toBe('service_not_scanned');
  expect(await codeOf({ ...SCANNED, startedAt: NOW - 500 })).toBe('service_not_scanned');
});

it('the service is not ready while it cannot write to the event log', async () => {
  expect(await codeOf({ ...SCANNED, storedAt: NOW }, NOW + MINUTE)).toBeUndefined();
  expect(await codeOf({ ...SCANNED, storedAt: NOW }, NOW + MINUTE + 1)).toBe('service_not_storing');
});

it('the service is not ready if its next scan is overdue', async () => {
  const later = NOW + 3 * 60 * MINUTE;
  expect(await codeOf({ ...SCANNED, storedAt: later }, later)).toBe('service_scan_overdue');
});
