import { PROBE_PORTS, type ProbeProtocol, SUBMISSION_PORT } from './probe-target.ts';

/**
 * The name of the inventory with the listening sockets of this host. Unlike other inventories, it
 * contains no connectors and no stores.
 */
export const LISTENERS = 'listeners';

/** The ports of mail servers, each with the protocol for its probe. */
export const MAIL_PORTS: ReadonlyMap<number, ProbeProtocol> = new Map<number, ProbeProtocol>([
  ...(Object.entries(PROBE_PORTS) as [keyof typeof PROBE_PORTS, number][]).map(
    ([protocol, port]) => [port, protocol] as const,
  ),
  [SUBMISSION_PORT, 'smtp'],
]);

/** A socket that listens on a mail port of this host, and not only on a loopback address. */
export interface Listener {
  /** The bound address: `0.0.0.0` and `::` for every address; IPv6 without brackets. */
  readonly address: string;
  readonly port: number;
  /** The file name of the program that owns it, raw; undefined: unknown. */
  readonly program: string | undefined;
}

/** The listening sockets on mail ports, and the addresses of this host. */
export interface Listeners {
  readonly sockets: readonly Listener[];
  /** IPv6 without brackets or a zone. */
  readonly ownAddresses: readonly string[];
}
