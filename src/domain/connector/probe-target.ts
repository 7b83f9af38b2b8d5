import { resemblesIpAddress } from '../certificate/dns-name.ts';
import { SECOND } from '../time.ts';

/**
 * The protocols of probes. `smtps`, `imaps`, `pop3s` and `tls` begin with TLS; the others use
 * STARTTLS.
 */
export const PROBE_PROTOCOLS = ['smtp', 'lmtp', 'sieve', 'imap', 'pop3', 'smtps', 'imaps', 'pop3s', 'tls'] as const;

/** The protocol of a probe. */
export type ProbeProtocol = (typeof PROBE_PROTOCOLS)[number];

/**
 * Default ports; `tls` has none.
 * @see https://www.iana.org/assignments/service-names-port-numbers
 */
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

/**
 * The port of message submission, at which mail clients send mail by SMTP with STARTTLS.
 * @see RFC 6409 section 3.1
 */
export const SUBMISSION_PORT = 587;

/** The target and settings of a connector's probe. */
export interface ProbeTarget {
  readonly protocol: ProbeProtocol;
  /** A DNS name, or an IP address without brackets. Every address of a name is probed. */
  readonly host: string;
  readonly port: number;
  /** The name that is sent in TLS (SNI) and that the certificate must match; undefined: none. */
  readonly serverName: string | undefined;
  /** Timeout of one address, ms: from the first byte sent to the last byte received. */
  readonly timeoutMs: number;
  /** Number of failures in a row after which the server is reported as unreachable. */
  readonly failureThreshold: number;
  /** True if a server is probed twice: for its RSA certificate, and for its ECDSA certificate. */
  readonly probesBothKeyTypes: boolean;
  /** The client certificate of the probe, PEM, absolute paths; undefined: none. */
  readonly client: { readonly certificateFile: string; readonly keyFile: string } | undefined;
}

/** The default settings of a probe; `defaultServerName` returns the default of `serverName`. */
export const DEFAULT_PROBE: Pick<ProbeTarget, 'timeoutMs' | 'failureThreshold' | 'probesBothKeyTypes' | 'client'> = {
  timeoutMs: 10 * SECOND,
  failureThreshold: 2,
  probesBothKeyTypes: false,
  client: undefined,
};

/** The input for the default name. */
export interface ServerNameContext {
  readonly direction: 'receive' | 'send';
  readonly fqdn: string | undefined;
  /**
   * Set for a Receive connector for which no certificate is selected, so that only its served
   * certificate is checked.
   */
  readonly isOnlyProbed?: boolean;
}

/**
 * Returns the default of `serverName`:
 * - for a Receive connector: its FQDN, or else the FQDN of the computer
 * - for a Send connector, and for a Receive connector that is only probed and has no FQDN: the
 *   probed host, or undefined if that is an IP address
 * @param host the probed host
 * @param computer FQDN of this computer
 */
export function defaultServerName(
  { direction, fqdn, isOnlyProbed = false }: ServerNameContext,
  host: string,
  computer: string,
): string | undefined {
  if (direction === 'receive' && fqdn !== undefined) return fqdn;
  if (direction === 'receive' && !isOnlyProbed) return computer;
  return resemblesIpAddress(host) ? undefined : host;
}

/**
 * Returns the URL of a target, for example `smtp://mx.example.com:25`; an IPv6 address is in
 * brackets.
 */
export function probeUrl({ protocol, host, port }: Pick<ProbeTarget, 'protocol' | 'host' | 'port'>): string {
  // `join` makes a flat string, which saves memory for thousands of URLs. V8 keeps the parts of a
  // concatenated string.
  return [protocol, '://', host.includes(':') ? `[${host}]` : host, ':', port].join('');
}

/** The rate of probes. */
export interface ProbeLimits {
  /** Interval of probes per connector, ms. */
  readonly intervalMs: number;
  /** Maximum number of concurrent probes. */
  readonly maxConcurrent: number;
  /** Minimum time between the starts of two probes of the same host, ms. */
  readonly hostIntervalMs: number;
}
