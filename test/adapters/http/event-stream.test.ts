import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ApiOperations } from '../../../src/adapters/http/request/api-operations.ts';
import { eventStreamRoute } from '../../../src/adapters/http/routes/event-stream-route.ts';
import { definitionOf } from '../../../src/domain/event/catalog/all.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { newRecord } from '../../contract/ledger-samples.ts';
import { requestText, type ServedRoutes, serveRoutes, statusOf } from './served-routes.ts';

let server: ServedRoutes;
let readRecords = 0;
let isEnded = false;

/** Yields records without end, as fast as they are read. */
async function* endless(signal: AbortSignal): AsyncGenerator<EventRecord> {
  try {
    while (!signal.aborted) {
      readRecords += 1;
      yield { ...newRecord({ parameters: ['x'.repeat(1000)] }), eventRecordId: readRecords, processId: 1 };
    }
  } finally {
    isEnded = true;
  }
}

const unused = (): never => {
  throw new Error('not used');
};

beforeEach(async () => {
  readRecords = 0;
  isEnded = false;
  const operations: ApiOperations = {
    queries: {
      status: unused,
      measure: unused,
      conditions: unused,
      list: unused,
      events: async function* () {},
      followEvents: (_, signal) => endless(signal),
    },
    notifications: { silences: unused, deliveries: unused, notifiers: unused },
    computer: 'mail01.contoso.com',
    rendering: { locale: 'en', helpLink: '{id}', offsetMinutes: () => 0, definitionOf, command: ['mailcertd'] },
    profile: 'exchange-2007',
    version: '0.1.0',
    clock: { now: () => 0, monotonicMs: () => 0 },
    logVersion: () => '1',
  };
  server = await serveRoutes([eventStreamRoute(async () => operations)]);
});
afterEach(() => server[Symbol.asyncDispose]());

it('a client that never reads stops the reading of records, and its end ends them', async () => {
  const socket = connect(server.port, '127.0.0.1', () => socket.write(requestText('GET /api/v1/events/stream')));
  socket.pause();
  let before = -1;
  await vi.waitFor(
    () => {
      const isStopped = readRecords > 0 && readRecords === before;
      before = readRecords;
      expect(isStopped).toBe(true);
    },
    { timeout: 30_000, interval: 500 },
  );
  // The buffers of the system on both sides take a few MiB; each record has more than 1 kB.
  expect(readRecords).toBeLessThan(20_000);
  socket.destroy();
  await vi.waitFor(() => expect(isEnded).toBe(true), 10_000);
});

it.each([
  ['GET /api/v1/events/stream?last=1', 400],
  ['GET /api/v1/events/stream?level=high', 400],
])('%s is answered with %i', async (line, status) => {
  expect(statusOf(await server.send(requestText(line)))).toBe(status);
});
