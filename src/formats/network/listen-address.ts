import type { ListenAddress } from '../../domain/http/listen-address.ts';

/** `ADDRESS:PORT`; an IPv6 address is in brackets. */
const TCP_FORM = /^(?:\[([0-9a-f:.]{2,45})\]|(\d{1,3}(?:\.\d{1,3}){3})):(\d{1,5})$/i;
const MAX_PORT = 65_535;

/** The maximum length of the path of a Unix socket, bytes. @see unix(7) */
export const MAX_SOCKET_PATH_BYTES = 107;

/**
 * The error in an address: `form`: neither `ADDRESS:PORT` nor an absolute path; `long`: the path of
 * the socket is too long.
 */
export type ListenAddressError = 'form' | 'long';

/**
 * Parses an address at which a server listens: `127.0.0.1:12014`, `[::1]:12014` or the absolute
 * path of a Unix socket. A name is not valid, because it can have several addresses. An IPv6
 * address is returned in its shortest form.
 */
export function parseListenAddress(text: string): ListenAddress | ListenAddressError {
  if (text.startsWith('/')) {
    return Buffer.byteLength(text) > MAX_SOCKET_PATH_BYTES ? 'long' : { kind: 'unix', path: text };
  }
  const [, ipv6, ipv4, digits] = TCP_FORM.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > MAX_PORT) return 'form';
  const host = ipv6 === undefined ? canonicalIpv4(ipv4 ?? '') : canonicalIpv6(ipv6);
  return host === undefined ? 'form' : { kind: 'tcp', host, port };
}

/** Returns the address if it is written in the usual way: not octal, and no part above 255. */
function canonicalIpv4(address: string): string | undefined {
  const url = `http://${address}/`;
  return URL.canParse(url) && new URL(url).hostname === address ? address : undefined;
}

function canonicalIpv6(address: string): string | undefined {
  const url = `http://[${address}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined;
}
