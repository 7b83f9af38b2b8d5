import { resemblesIpAddress } from '../certificate/dns-name.ts';
import { SECOND } from '../time.ts';

/** How a server is spoken to. `smtps`, `imaps`, `pop3s` and `tls` begin with TLS; the others ask for it. */
export const PROBE_PROTOCOLS = ['smtp', 'lmtp', 'sieve', 'imap', 'pop3', 'smtps', 'imaps', 'pop3s', 'tls'] as const;

export type ProbeProtocol = (typeof PROBE_PROTOCOLS)[number];

/** The port where none is given; `tls` has none. @see https://www.iana.org/assignments/service-names-port-numbers */
export const PROBE_PORTS: Readonly<Record<Exclude<ProbeProtocol, 'tls'>, number>> = {
  smtp: 25,
  lmtp: 24,
  sieve: 4190,
  imap: 143,
  pop3: 110,
  smtps: 465,
  imaps: 993,
  pop3s: 995,
};

/** Where and how a connector is probed. */
export interface ProbeTarget {
  readonly protocol: ProbeProtocol;
  /** A DNS name, or an IP address without brackets. Every address of a name is probed. */
  readonly host: string;
  readonly port: number;
  /** The name that is asked for in TLS and has to stand in the certificate; undefined: none is asked for, none has to. */
  readonly serverName: string | undefined;
  /** From the first octet sent to the last that is waited for, each address for itself, ms. */
  readonly timeoutMs: number;
  /** So many failures one after the other are told. */
  readonly failuresBeforeUnreachable: number;
  /** Whether a server is asked twice, once for its RSA and once for its ECDSA certificate. */
  readonly both: boolean;
  /** What the prober shows of itself, PEM, absolute; undefined: nothing. */
  readonly client: { readonly certificateFile: string; readonly keyFile: string } | undefined;
}

/** What holds where nothing else is said. */
export const USUAL_PROBE: Pick<ProbeTarget, 'timeoutMs' | 'failuresBeforeUnreachable' | 'both' | 'client'> = {
  timeoutMs: 10 * SECOND,
  failuresBeforeUnreachable: 2,
  both: false,
  client: undefined,
};

/** What the usual name depends on. */
export interface ServerNameContext {
  readonly direction: 'receive' | 'send';
  readonly fqdn: string | undefined;
  /** Set for a Receive connector without a certificate of its own, of which only what is served counts. */
  readonly isOnlyProbed?: boolean;
}

/**
 * The name that is asked for where none is given: of a Receive connector its FQDN or the computer's, wherever it is probed; of
 * a Send connector, or one that is only probed and has no FQDN, the host that is probed, and none where that is an address.
 * @param computer the FQDN of this computer
 */
export function usualServerName(
  { direction, fqdn, isOnlyProbed = false }: ServerNameContext,
  host: string,
  computer: string,
): string | undefined {
  if (direction === 'receive' && fqdn !== undefined) return fqdn;
  if (direction === 'receive' && !isOnlyProbed) return computer;
  return resemblesIpAddress(host) ? undefined : host;
}

/** `smtp://mx.example.com:25`, an IPv6 address in brackets. */
export function probeUrl({ protocol, host, port }: Pick<ProbeTarget, 'protocol' | 'host' | 'port'>): string {
  // Joined, for thousands are kept: what is put together otherwise keeps its pieces.
  return [protocol, '://', host.includes(':') ? `[${host}]` : host, ':', port].join('');
}

/** When a connector is to be probed. */
export interface ProbePace {
  /** How often each connector is, ms. */
  readonly everyMs: number;
  /** How many conversations there are at one time. */
  readonly inFlight: number;
  /** How long after a conversation with a host has begun the next one with it may begin, ms. */
  readonly spacingMs: number;
}
