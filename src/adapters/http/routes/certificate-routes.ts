import { certificateDocument, type ListedItem } from '../../../formats/document/certificate-fields.ts';
import { jsonList } from '../../../formats/document/json-document.ts';
import {
  ALL_FIELDS,
  type CertificateFilter,
  filterCertificates,
  filterRequests,
  parseFields,
  parseServices,
  parseStates,
  parseThumbprintPrefix,
} from '../../../formats/filter/certificate-filter.ts';
import { parseSpan } from '../../../formats/filter/time-arguments.ts';
import type { OpenApiOperations } from '../request/api-operations.ts';
import type { ApiRoute } from '../request/api-route.ts';
import { DEFAULT_LIMIT, parseLimit } from '../request/limit.ts';
import { nextLink } from '../request/next-link.ts';
import { readQuery } from '../request/read-query.ts';
import { jsonResponse } from '../response/json-response.ts';
import { cursorOf, pageOf, parseCursor } from './certificate-cursor.ts';

/** The parameters: the options of `mailcertd certificates list`, and those of a page. */
const PARAMETERS = {
  'domain-name': (text: string) => text,
  thumbprint: parseThumbprintPrefix,
  services: parseServices,
  state: parseStates,
  'expires-within': parseSpan,
  fields: parseFields,
  limit: parseLimit,
  after: parseCursor,
} as const;

/** Returns the route for certificates and pending CSRs, by expiry; CSRs are last. */
export function certificateRoutes(open: OpenApiOperations): readonly ApiRoute[] {
  return [
    {
      path: '/api/v1/certificates',
      respond: async (request) => {
        const {
          'domain-name': domainName,
          'expires-within': expiresWithin,
          fields = ALL_FIELDS,
          limit = DEFAULT_LIMIT,
          after,
          ...rest
        } = readQuery(request.query, PARAMETERS);
        const filter: CertificateFilter = {
          ...rest,
          ...(domainName === undefined ? {} : { domainName }),
          ...(expiresWithin === undefined ? {} : { expiresWithin }),
        };
        const { queries, profile } = await open();
        const { certificates, requests, at } = await queries.list(
          {
            // Only the chains of this page are verified.
            chainsToVerify: (all, now) => pageOf(filterCertificates(all, filter, now), { after, limit }),
            withConnectors: fields.includes('selectedBy'),
          },
          new AbortController().signal,
        );
        const all: readonly ListedItem[] = [
          ...filterCertificates(certificates, filter, at),
          ...filterRequests(requests, filter),
        ];
        // One more than the page shows whether there is another page.
        const found = pageOf(all, { after, limit: limit + 1 });
        const page = found.slice(0, limit);
        const lastItem = found.length > limit ? page.at(-1) : undefined;
        const documents = page.map((item) => certificateDocument(item, fields, profile));
        const link = lastItem === undefined ? {} : nextLink(request, { after: cursorOf(lastItem) });
        return jsonResponse(request.headers, [...jsonList(documents)].join(''), link);
      },
    },
  ];
}
