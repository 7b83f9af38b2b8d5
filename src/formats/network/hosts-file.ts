/**
 * Returns the addresses of a name in a hosts file, in order, each once. Ignores case. The addresses
 * are not validated.
 * @see https://man7.org/linux/man-pages/man5/hosts.5.html
 */
export function addressesInHosts(text: string, name: string): readonly string[] {
  const lowerCaseName = name.toLowerCase();
  const addresses = new Set<string>();
  for (const line of text.split('\n')) {
    const [fields = ''] = line.split('#', 1);
    const [address = '', ...names] = fields.trim().split(/\s+/);
    if (names.some((hostName) => hostName.toLowerCase() === lowerCaseName)) addresses.add(address);
  }
  return [...addresses];
}
