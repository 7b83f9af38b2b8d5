/** Paths in which nothing can be a secret: none at all, and that of Alertmanager's API. */
const KNOWN_PATHS: ReadonlySet<string> = new Set(['/', '/api/v2/alerts']);

/**
 * An address as it may stand in the ledger, in events and on a screen: whom it reaches. What stands behind the host lets whoever
 * knows it in, with chat services and pings, and nothing tells that from a path that does not: `…` stands in its place. A user and
 * a password are left out.
 */
export function redactUrl(url: URL): string {
  const isWhole = KNOWN_PATHS.has(url.pathname) && url.search === '' && url.hash === '';
  return `${url.protocol}//${url.host}${isWhole ? url.pathname : '/…'}`;
}

/** What is left out of an address, as the other side may repeat it in its answer: at least 4 characters each. */
export function secretsIn(url: URL): readonly string[] {
  const { username, password, pathname, search, searchParams } = url;
  const values = search
    .slice(1)
    .split('&')
    .map((pair) => pair.slice(pair.indexOf('=') + 1));
  const path = KNOWN_PATHS.has(pathname) ? [] : [pathname.slice(1), ...pathname.split('/')];
  return [username, password, search.slice(1), ...values, ...searchParams.values(), ...path].filter(
    (text) => text.length >= 4,
  );
}
