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
 * Returns whether a connector covers a socket: its URL has the same port and the address of the
 * socket. A socket on every address is covered by any address of this host. A host name in the URL
 * of a configured Receive connector counts as this host. With NAT, the name may resolve to an
 * address that is not one of the host's own.
 */
function covers(
  { direction, probe, listensAt, source }: Connector,
  listener: Listener,
  hostAddresses: ReadonlySet<string>,
): boolean {
  const socketText = probe ?? listensAt;
  if (socketText?.port !== listener.port) return false;
  const host = socketText.host.replace(/%.*$/, '');
  if (!resemblesIpAddress(host)) return direction === 'receive' && source.inventory === CONFIGURATION;
  if (host === listener.address) return true;
  const isEverywhere = listener.address === '0.0.0.0' || listener.address === '::';
  return isEverywhere && (hostAddresses.has(host) || host.startsWith('127.') || host === '::1');
}

function compareText(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Returns the sockets that no connector covers, without duplicates. */
export function uncoveredListeners(
  { sockets, ownAddresses }: Listeners,
  connectors: readonly Connector[],
): readonly Listener[] {
  const hostAddresses = new Set(ownAddresses);
  const ports = new Set(sockets.map(({ port }) => port));
  const candidates = connectors.filter(({ probe, listensAt }) => ports.has((probe ?? listensAt)?.port ?? 0));
  const open = sockets.filter(
    (listener) => !candidates.some((connector) => covers(connector, listener, hostAddresses)),
  );
  // Processes may share an address and a port.
  const unique = new Map(open.map((each) => [`${each.port} ${each.address} ${each.program ?? ''}`, each]));
  return [...unique.values()].sort((a, b) => a.port - b.port || compareText(a.address, b.address));
}

/** Groups sockets by program, in the order of the program names; unknown programs are last. */
export function serversOf(sockets: readonly Listener[]): readonly UnmonitoredServer[] {
  const byProgram = new Map<string | undefined, Listener[]>();
  for (const socket of sockets) byProgram.set(socket.program, [...(byProgram.get(socket.program) ?? []), socket]);
  return [...byProgram]
    .map(([program, own]) => ({ program, sockets: own }))
    .sort(
      (a, b) =>
        Number(a.program === undefined) - Number(b.program === undefined) ||
        compareText(a.program ?? '', b.program ?? ''),
    );
}

/** Maximum number of listed sockets per program. */
const MOST = 20;

/** The number of sockets that a list leaves out, at its end. */
const LEFT_OUT = /^\+(\d+)$/;

/**
 * Returns whether all sockets of a list are in other lists. A list names the sockets of one
 * program, so two accounts that can name different programs get different lists. Sockets that the
 * list leaves out do not count; those that the others leave out may be any.
 */
export function areSocketsIn(list: string, others: readonly string[]): boolean {
  const parts = others.flatMap((other) => other.split(', '));
  const partSet = new Set(parts);
  const leftOut = parts.reduce((sum, part) => sum + Number(LEFT_OUT.exec(part)?.[1] ?? 0), 0);
  return list.split(', ').filter((part) => !LEFT_OUT.test(part) && !partSet.has(part)).length <= leftOut;
}

/** Returns the sockets of a program as text, for example `0.0.0.0:25, [::]:25`. */
export function socketList({ sockets }: UnmonitoredServer): string {
  const listedSockets = sockets
    .slice(0, MOST)
    .map(({ address, port }) => `${address.includes(':') ? `[${address}]` : address}:${port}`);
  return [...listedSockets, ...(sockets.length > MOST ? [`+${sockets.length - MOST}`] : [])].join(', ');
}
