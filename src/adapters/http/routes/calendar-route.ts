import { isConnectorFile } from '../../../domain/connector/certificate-file.ts';
import { expiryCalendar } from '../../../formats/calendar/expiry-calendar.ts';
import type { OpenApiOperations } from '../request/api-operations.ts';
import type { ApiRoute } from '../request/api-route.ts';
import { readQuery } from '../request/read-query.ts';
import { jsonResponse } from '../response/json-response.ts';

/** Returns the route for the calendar with the expiry of certificates in use. */
export function calendarRoute(open: OpenApiOperations): ApiRoute {
  return {
    path: '/calendar.ics',
    respond: async ({ query, headers }) => {
      readQuery(query, {});
      const { queries, computer, rendering } = await open();
      const { certificates, stores } = await queries.list({ withConnectors: true }, new AbortController().signal);
      const searched = new Set(
        stores.flatMap(({ store }) => (store.personal || isConnectorFile(store.name) ? [store.name] : [])),
      );
      // Trust stores and archives, and certificates that a renewal has replaced, need no renewal.
      const inUse = certificates.filter(
        ({ stored, lifetimeState }) => searched.has(stored.store) && lifetimeState !== 'superseded',
      );
      return jsonResponse(headers, expiryCalendar(inUse, { computer, locale: rendering.locale }), {
        'content-type': 'text/calendar; charset=utf-8',
      });
    },
  };
}
