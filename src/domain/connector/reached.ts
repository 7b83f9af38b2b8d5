/** Where a socket is reached from this host: what is bound to every address, at the loopback one. */
export function reached(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  return address === '::' ? '::1' : address;
}
