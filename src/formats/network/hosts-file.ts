/**
 * Returns the addresses of a name in a hosts file, in order, each once. Ignores case. The addresses
 * are not validated.
 * @see https://man7.org/linux/man-pages/man5/hosts.5.html
 */
export function addressesInHosts(text: string, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  const found = new Set<string>();
  for (const line of text.split('\n')) {
    const [fields = ''] = line.split('#', 1);
    const [address = '', ...names] = fields.trim().split(/\s+/);
    if (names.some((one) => one.toLowerCase() === wanted)) found.add(address);
  }
  return [...found];
}
