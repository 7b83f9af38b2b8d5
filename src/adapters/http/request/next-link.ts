import type { ApiRequest } from './api-route.ts';

/**
 * Returns the header with the path of the next page: the same request with other parameters.
 * @see RFC 8288 section 3
 */
export function nextLink(
  { path, query }: Pick<ApiRequest, 'path' | 'query'>,
  changes: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) next.set(name, value);
  return { link: `<${path}?${next}>; rel="next"` };
}
