import { resemblesIpAddress } from '../certificate/dns-name.ts';
import { joinList } from '../text/join-list.ts';
import type { Locale } from '../text/locale.ts';
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

/** The sockets of a program as texts: `0.0.0.0:25`, `[::]:25`. */
export interface ListedSockets {
  /** At most `MAX_LISTED_SOCKETS`. */
  readonly listeners: readonly string[];
  /** Number of further sockets. */
  readonly moreListeners: number;
}

/**
 * Returns whether all sockets of a list are in other lists, so that the sockets were reported before,
 * perhaps for another program: an account with fewer permissions cannot name every program. Sockets
 * that the list only counts are ignored. A socket that another list only counts may be any socket.
 */
export function areSocketsIn({ listeners }: ListedSockets, others: readonly ListedSockets[]): boolean {
  const otherSockets = new Set(others.flatMap((other) => other.listeners));
  const omittedCount = others.reduce((sum, { moreListeners }) => sum + moreListeners, 0);
  return listeners.filter((socket) => !otherSockets.has(socket)).length <= omittedCount;
}

/** Returns the sockets of a program as texts. */
export function listedSockets({ sockets }: UnmonitoredServer): ListedSockets {
  return {
    listeners: sockets
      .slice(0, MAX_LISTED_SOCKETS)
      .map(({ address, port }) => `${address.includes(':') ? `[${address}]` : address}:${port}`),
    moreListeners: Math.max(0, sockets.length - MAX_LISTED_SOCKETS),
  };
}

/** Returns listed sockets as one text, for example `0.0.0.0:25, [::]:25, +3`. */
export function socketText({ listeners, moreListeners }: ListedSockets, locale: Locale): string {
  return joinList([...listeners, ...(moreListeners > 0 ? [`+${moreListeners}`] : [])], locale);
}
