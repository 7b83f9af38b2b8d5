import { resemblesIpAddress } from '../certificate/dns-name.ts';
import type { Connector } from './connector.ts';
import { CONFIGURATION } from './inventory.ts';
import type { Listener, Listeners } from './listeners.ts';

/** A program that listens on mail ports that no connector covers. */
export interface UnmonitoredServer {
  /** undefined: unknown. The sockets may then belong to several programs. */
  readonly program: string | undefined;
  /** By port, then by address. */
  readonly sockets: readonly Listener[];
}

/**
 * Returns whether a connector covers a socket: the URL of its probe has the port and the address of
 * the socket. A socket on every address is covered by any address of this host. A host name in the
 * URL of a configured Receive connector counts as this host, because with NAT the name may resolve
 * to another address.
 */
function coversSocket(
  { direction, probe, listensAt, source }: Connector,
  listener: Listener,
  hostAddresses: ReadonlySet<string>,
): boolean {
  const target = probe ?? listensAt;
  if (target?.port !== listener.port) return false;
  const host = target.host.replace(/%.*$/, '');
  if (!resemblesIpAddress(host)) return direction === 'receive' && source.inventory === CONFIGURATION;
  if (host === listener.address) return true;
  const isBoundToEveryAddress = listener.address === '0.0.0.0' || listener.address === '::';
  return isBoundToEveryAddress && (hostAddresses.has(host) || host.startsWith('127.') || host === '::1');
}

/** Compares by UTF-16 units, independent of the locale. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Returns the sockets that no connector covers, without duplicates. */
export function uncoveredListeners(
  { sockets, ownAddresses }: Listeners,
  connectors: readonly Connector[],
): readonly Listener[] {
  const hostAddresses = new Set(ownAddresses);
  const ports = new Set(sockets.map(({ port }) => port));
  const candidates = connectors.filter(({ probe, listensAt }) => ports.has((probe ?? listensAt)?.port ?? 0));
  const uncovered = sockets.filter(
    (listener) => !candidates.some((connector) => coversSocket(connector, listener, hostAddresses)),
  );
  // Processes may share an address and a port.
  const unique = new Map(
    uncovered.map((socket) => [`${socket.port} ${socket.address} ${socket.program ?? ''}`, socket]),
  );
  return [...unique.values()].sort((a, b) => a.port - b.port || compareText(a.address, b.address));
}

/** Returns the sockets by program, in the order of the program names; unknown programs are last. */
export function serversOf(sockets: readonly Listener[]): readonly UnmonitoredServer[] {
  const byProgram = new Map<string | undefined, Listener[]>();
  for (const socket of sockets) byProgram.set(socket.program, [...(byProgram.get(socket.program) ?? []), socket]);
  return [...byProgram]
    .map(([program, sockets]) => ({ program, sockets }))
    .sort(
      (a, b) =>
        Number(a.program === undefined) - Number(b.program === undefined) ||
        compareText(a.program ?? '', b.program ?? ''),
    );
}

/** Maximum number of listed sockets per program. */
const MAX_LISTED_SOCKETS = 20;

/** The number of omitted sockets, at the end of a list. */
const OMITTED_COUNT = /^\+(\d+)$/;

/**
 * Returns whether all sockets of a list are in other lists, so that the sockets were reported before,
 * perhaps for another program: an account with fewer permissions cannot name every program. Sockets
 * that the list only counts are ignored. A socket that another list only counts may be any socket.
 * @param list as `socketList` returns it
 */
export function areSocketsIn(list: string, others: readonly string[]): boolean {
  const otherSockets = others.flatMap((other) => other.split(', '));
  const otherSocketSet = new Set(otherSockets);
  const omittedCount = otherSockets.reduce((sum, part) => sum + Number(OMITTED_COUNT.exec(part)?.[1] ?? 0), 0);
  return (
    list.split(', ').filter((part) => !OMITTED_COUNT.test(part) && !otherSocketSet.has(part)).length <= omittedCount
  );
}

/** Returns the sockets of a program as text, for example `0.0.0.0:25, [::]:25, +3`. */
export function socketList({ sockets }: UnmonitoredServer): string {
  const listedSockets = sockets
    .slice(0, MAX_LISTED_SOCKETS)
    .map(({ address, port }) => `${address.includes(':') ? `[${address}]` : address}:${port}`);
  return [
    ...listedSockets,
    ...(sockets.length > MAX_LISTED_SOCKETS ? [`+${sockets.length - MAX_LISTED_SOCKETS}`] : []),
  ].join(', ');
}
