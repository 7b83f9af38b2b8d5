/** Returns whether a protocol, as OpenSSL writes it, is obsolete. @see RFC 8996 */
export function isOldProtocol(protocol: string): boolean {
  return /^(?:SSLv\d|TLSv1(?:\.1)?)$/.test(protocol);
}
