import { activeSilences } from '../../../domain/alert/active-silences.ts';
import { conditionDocument } from '../../../formats/document/condition-document.ts';
import { connectorDocument } from '../../../formats/document/connector-document.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { statusDocument } from '../../../formats/document/status-document.ts';
import { type ApiOperations, type OpenApiOperations, sharedWhenOpen } from '../request/api-operations.ts';
import type { ApiRoute } from '../request/api-route.ts';
import { readQuery } from '../request/read-query.ts';
import { jsonResponse } from '../response/json-response.ts';

/** Returns the routes for the state of this host: status, conditions and connectors. */
export function statusRoutes(open: OpenApiOperations): readonly ApiRoute[] {
  // A client that disconnects must not end the query of another one.
  const readStatus = sharedWhenOpen(open, ({ queries }) => queries.status(new AbortController().signal));
  return [
    {
      path: '/api/v1/status',
      respond: async ({ query, headers }) => {
        readQuery(query, {});
        const { profile } = await open();
        return jsonResponse(headers, jsonDocument(statusDocument(await readStatus(), profile)));
      },
    },
    {
      path: '/api/v1/connectors',
      respond: async ({ query, headers }) => {
        readQuery(query, {});
        const { connectors } = await readStatus();
        return jsonResponse(headers, jsonDocument(connectors.map(connectorDocument)));
      },
    },
    {
      path: '/api/v1/conditions',
      respond: async ({ query, headers }) => {
        readQuery(query, {});
        return jsonResponse(headers, jsonDocument(await conditionDocuments(await open())));
      },
    },
  ];
}

/** Returns the open conditions; undefined before the first scan. */
async function conditionDocuments({
  queries,
  notifications,
  clock,
}: ApiOperations): Promise<readonly object[] | undefined> {
  const open = await queries.conditions();
  const silences = ((await notifications.silences()) ?? []).map(({ silence }) => silence);
  const silenced = activeSilences(open ?? [], silences, clock.now());
  return open?.map((condition) => conditionDocument(condition, silenced.get(condition.conditionId)));
}
