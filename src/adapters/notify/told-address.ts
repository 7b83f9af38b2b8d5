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
  const path = telling === 'origin' ? url.pathname.split('/') : [];
  const texts = [url.password, url.search.slice(1), ...url.searchParams.values(), ...path].flatMap((text) => [
    text,
    decoded(text),
  ]);
  return texts.filter((text) => text.length >= 4);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
