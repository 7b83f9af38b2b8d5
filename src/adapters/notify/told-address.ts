/** How an address is told: `origin`, only its host, where the rest of it is a secret. */
export type Telling = 'path' | 'origin';

/** An address as it may stand in the ledger: no user, no password, no query, no fragment; `…` stands for what is left out. */
export function toldAddress(url: URL, telling: Telling): string {
  const rest = telling === 'path' ? url.pathname : '/';
  const isCut = url.search !== '' || url.hash !== '' || (telling === 'origin' && url.pathname !== '/');
  return `${url.protocol}//${url.host}${rest}${isCut ? '…' : ''}`;
}

/** What is left out of an address, as the other side may repeat it in its answer: at least 4 characters each. */
export function secretsIn(url: URL, telling: Telling): readonly string[] {
  const { username, password, pathname, search, searchParams } = url;
  const values = search
    .slice(1)
    .split('&')
    .map((pair) => pair.slice(pair.indexOf('=') + 1));
  const path = telling === 'origin' ? [username, pathname.slice(1), ...pathname.split('/')] : [];
  return [password, search.slice(1), ...values, ...searchParams.values(), ...path].filter((text) => text.length >= 4);
}
