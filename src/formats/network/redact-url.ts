/** Paths that contain no secret: the empty path, and the path of Alertmanager's API. */
const KNOWN_PATHS: ReadonlySet<string> = new Set(['/', '/api/v2/alerts']);

/**
 * Redacts a URL for the event log, events and screens. The path and query can be a secret, for
 * example at chat services, so `…` replaces them. A user and a password are left out.
 */
export function redactUrl(url: URL): string {
  return `${url.protocol}//${url.host}${mayHaveSecret(url) ? '/…' : url.pathname}`;
}

/** Returns the URL as it was configured, or redacted if its path or query can be a secret. */
export function redactSecretPath(url: string): string {
  const parsed = new URL(url);
  return mayHaveSecret(parsed) ? redactUrl(parsed) : url;
}

/** Returns true if the path, query or fragment of a URL can be a secret. */
function mayHaveSecret({ pathname, search, hash }: URL): boolean {
  return !KNOWN_PATHS.has(pathname) || search !== '' || hash !== '';
}

/**
 * Returns the secrets of a URL that a server may repeat in its response: at least 4 characters
 * each.
 */
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
