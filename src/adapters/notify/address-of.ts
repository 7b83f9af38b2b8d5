/** Where a connection to an address goes: an IPv6 address without its brackets, the port of the scheme where it names none. */
export function addressOf({ hostname, port, protocol }: URL): { readonly host: string; readonly port: string } {
  const usual = protocol === 'https:' ? '443' : '80';
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? usual : port };
}
