import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { HTTP_SERVER_FAILURES } from '../../../domain/failure/http-failures.ts';
import { SECOND } from '../../../domain/time.ts';
import { renderJson } from '../../../formats/event/json.ts';
import { parseCount } from '../../../formats/filter/event-values.ts';
import type { RecordQuery } from '../../../work/ports/ledger.ts';
import type { ApiOperations, OpenApiOperations } from '../request/api-operations.ts';
import type { ApiRoute } from '../request/api-route.ts';
import { readQuery } from '../request/read-query.ts';
import { RequestError } from '../request/request-error.ts';
import { EVENT_FILTERS, recordQueryOf } from './event-filters-of-request.ts';

/** The maximum number of clients. */
const MAX_CLIENTS = 50;
/** The interval of comments, which keep the connection open, ms. */
const COMMENT_INTERVAL_MS: number = 15 * SECOND;
const COMMENT = ':\n\n';

/** The parameters: the filters of events, and the record after which the stream begins. */
const PARAMETERS = { ...EVENT_FILTERS, after: parseCount } as const;

/**
 * Returns the route that sends event records when they are stored (server-sent events). The ID of a
 * message is that of its record, and a client that connects again sends the last ID, so it misses
 * none. Without an ID, the stream begins with the next record.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventStreamRoute(open: OpenApiOperations): ApiRoute {
  const clients = new Set<ServerResponse>();
  return {
    path: '/api/v1/events/stream',
    respond: async ({ query, headers }) => {
      const { after, ...filters } = readQuery(query, PARAMETERS);
      const operations = await open();
      const afterRecordId = lastIdOf(headers['last-event-id']) ?? after ?? (await newestRecordId(operations));
      if (clients.size >= MAX_CLIENTS) {
        throw new RequestError(503, HTTP_SERVER_FAILURES.streams_exhausted({ maximum: MAX_CLIENTS }));
      }
      const selected: RecordQuery = { ...recordQueryOf(filters, operations), afterRecordId };
      return {
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: (outgoing) => {
          clients.add(outgoing);
          void stream(outgoing, operations, selected).finally(() => clients.delete(outgoing));
        },
      };
    },
  };
}

/** Returns the ID in the header Last-Event-ID; undefined if it has none. */
function lastIdOf(text: string | string[] | undefined): number | undefined {
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

async function newestRecordId({ queries }: ApiOperations): Promise<number> {
  for await (const { eventRecordId } of queries.events({ last: 1 })) return eventRecordId;
  return 0;
}

/**
 * Sends records until the client or the server closes the connection. Waits for a slow client before
 * the next record is read, so the memory is bounded; the listener disconnects a client that does
 * not read at all. Never rejects.
 */
async function stream(
  outgoing: ServerResponse,
  { queries, rendering }: ApiOperations,
  query: RecordQuery,
): Promise<void> {
  const closed = new AbortController();
  outgoing.once('close', () => closed.abort());
  const timer = setInterval(() => {
    if (!outgoing.writableNeedDrain) outgoing.write(COMMENT);
  }, COMMENT_INTERVAL_MS);
  try {
    outgoing.write(COMMENT);
    for await (const record of queries.followEvents(query, closed.signal)) {
      if (closed.signal.aborted) break;
      const isRead = outgoing.write(`id: ${record.eventRecordId}\ndata: ${renderJson(record, rendering)}\n\n`);
      if (!isRead) await once(outgoing, 'drain', { signal: closed.signal });
    }
  } catch {
    // The client has closed the connection; or the event log cannot be read, which the next request
    // of the client reports.
  } finally {
    clearInterval(timer);
    outgoing.end();
  }
}
