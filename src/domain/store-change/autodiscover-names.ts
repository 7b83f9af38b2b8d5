const AUTODISCOVER = 'autodiscover.';

/** Under a country, these say what kind of body registers below them: `contoso.co.jp` is a domain, `co.jp` is none. */
const REGISTRY = /^(?:ac|co|com|edu|go|gov|lg|ne|net|or|org)\.[a-z]{2}$/;

/** The mail domain that a name belongs to; undefined for a single label. */
function domainOf(name: string): string | undefined {
  if (name.startsWith('*.')) return name.slice(2);
  const parent = name.slice(name.indexOf('.') + 1);
  if (!name.includes('.')) return undefined;
  return parent.includes('.') && !REGISTRY.test(parent) ? parent : name;
}

/**
 * `autodiscover.` and the domain of every name, each once; Exchange takes its accepted domains, which this host has none of.
 * @param names canonical
 * @see https://learn.microsoft.com/powershell/module/exchange/new-exchangecertificate
 */
export function autodiscoverNames(names: readonly string[]): readonly string[] {
  const domains = names.flatMap((name) => domainOf(name) ?? []);
  return [...new Set(domains.map((domain) => `${AUTODISCOVER}${domain}`))];
}
