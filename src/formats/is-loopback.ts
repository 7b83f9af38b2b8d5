/**
 * Whether a host as a URL has it, an IPv6 address in brackets or not, is this computer itself. Only the name `localhost` and
 * addresses are: any other name is what a resolver answers.
 * @see RFC 6761 section 6.3, RFC 6890
 */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return /^(?:localhost\.?|127(?:\.\d{1,3}){3}|::1|::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})$/.test(host);
}
