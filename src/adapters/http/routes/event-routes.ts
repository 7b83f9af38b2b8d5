import type { EventRecord } from '../../../domain/event/event-record.ts';
import { HTTP_SERVER_FAILURES } from '../../../domain/failure/http-failures.ts';
import { renderJson } from '../../../formats/event/json.ts';
import { parseCount } from '../../../formats/filter/event-values.ts';
import type { RecordQuery } from '../../../work/ports/ledger.ts';
import type { ApiOperations, OpenApiOperations } from '../request/api-operations.ts';
import type { ApiRequest, ApiRoute } from '../request/api-route.ts';
import { DEFAULT_LIMIT, parseLimit } from '../request/limit.ts';
import { nextLink } from '../request/next-link.ts';
import { readQuery } from '../request/read-query.ts';
import { RequestError } from '../request/request-error.ts';
import { taggedJson, unchangedResponse } from '../response/json-response.ts';
import { EVENT_FILTERS, recordQueryOf } from './event-filters-of-request.ts';

/** The parameters: the filters of events, and those of a page. */
const PARAMETERS = {
  ...EVENT_FILTERS,
  last: parseLimit,
  limit: parseLimit,
  after: parseCount,
  before: parseCount,
} as const;

/** Returns the routes for event records. */
export function eventRoutes(open: OpenApiOperations): readonly ApiRoute[] {
  return [
    {
      path: '/api/v1/events',
      respond: async (request) => {
        const operations = await open();
        const tag = `"${operations.logVersion()}"`;
        // `since=24h` selects other records at another time, also without a commit.
        const isRelative = request.query.has('since') || request.query.has('until');
        const page = readPage(request, operations);
        const unchanged = isRelative ? undefined : unchangedResponse(request.headers, tag);
        if (unchanged !== undefined) return unchanged;
        const { records, next } = await recordsOf(page, operations);
        const lines = records.map((record) => renderJson(record, operations.rendering));
        const body = lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
        const link = next === undefined ? {} : nextLink(request, { after: String(next) });
        return taggedJson(body, tag, link);
      },
    },
    {
      path: '/api/v1/events/:record',
      respond: async ({ parameter, query, headers }) => {
        readQuery(query, {});
        const operations = await open();
        const record = await findRecord(parameter, operations);
        if (record === undefined) throw new RequestError(404, HTTP_SERVER_FAILURES.record_unknown);
        const tag = `"${operations.logVersion()}"`;
        return unchangedResponse(headers, tag) ?? taggedJson(`${renderJson(record, operations.rendering)}\n`, tag);
      },
    },
  ];
}

/** A page of records: a query, and the maximum number of records from its beginning. */
interface Page {
  readonly query: RecordQuery;
  readonly limit: number;
}

function readPage({ query }: ApiRequest, operations: ApiOperations): Page {
  const { limit, last, after, before, ...filters } = readQuery(query, PARAMETERS);
  return {
    query: {
      ...recordQueryOf(filters, operations),
      ...(after === undefined ? {} : { afterRecordId: after }),
      ...(before === undefined ? {} : { beforeRecordId: before }),
      ...(last === undefined ? {} : { last }),
    },
    limit: limit ?? last ?? DEFAULT_LIMIT,
  };
}

/** Returns the records of a page, and the ID of its last record if more records follow. */
async function recordsOf(
  { query, limit }: Page,
  { queries }: ApiOperations,
): Promise<{ readonly records: readonly EventRecord[]; readonly next: number | undefined }> {
  const records: EventRecord[] = [];
  for await (const record of queries.events(query)) {
    if (records.length === limit) return { records, next: records.at(-1)?.eventRecordId };
    records.push(record);
  }
  return { records, next: undefined };
}

async function findRecord(text: string, { queries }: ApiOperations): Promise<EventRecord | undefined> {
  if (!/^[1-9]\d{0,14}$/.test(text)) return undefined;
  for await (const record of queries.events({ eventRecordId: Number(text) })) return record;
  return undefined;
}
