/**
 * Returns true if the host of a URL is this computer. An IPv6 address may be in brackets. The only
 * name is `localhost`, because other names depend on a resolver. `::ffff:7f…` is 127.0.0.0/8 within
 * IPv6.
 * @see RFC 6761 section 6.3, RFC 6890
 */
export function isLoopback(urlHost: string): boolean {
  const host = urlHost.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return /^(?:localhost\.?|127(?:\.\d{1,3}){3}|::1|::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})$/.test(host);
}
