/**
 * Returns the address at which this host reaches a socket: the loopback address if the socket is
 * bound to every address.
 */
export function reachableAddress(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  return address === '::' ? '::1' : address;
}
