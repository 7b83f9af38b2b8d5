import type { RequestedBy } from '../certificate/certificate.ts';
import type { ServerProtocol } from '../connector/server-protocol.ts';
import type { Problem } from '../failure/problem.ts';
import type { Instant } from '../time.ts';
import type { Endpoint, ServedCertificate } from './served.ts';

/**
 * A certificate that a server served, serves, or should serve in a rotation, which is a reload of
 * the server and its verification by probes.
 */
export type RotatedCertificate = Pick<ServedCertificate, 'thumbprint' | 'serialNumber' | 'notAfter'>;

/** The certificates that one address served before and after a reload. */
export interface RotatedAddress {
  /** An IP address, without brackets. */
  readonly address: string;
  readonly keyType: Endpoint['keyType'];
  /** undefined: none was seen. */
  readonly before: RotatedCertificate | undefined;
  readonly after: RotatedCertificate | undefined;
  /** The error of the probe after the reload; undefined: none. */
  readonly problem: Problem | undefined;
}

/** One connector of a reloaded server. */
export interface RotatedConnector {
  readonly connector: string;
  /** Left out in results of earlier versions. */
  readonly protocol?: ServerProtocol;
  /** The certificates in its stores and files that it should serve; empty: unknown. */
  readonly onDisk: readonly RotatedCertificate[];
  /** The error of the name resolution for its probe; undefined: none. */
  readonly problem: Problem | undefined;
  readonly addresses: readonly RotatedAddress[];
}

/** The result of one reload command, for all connectors that it reloads. */
export interface RotationObservation {
  /** True if the command succeeded. */
  readonly isReloaded: boolean;
  /** The error of the command; undefined: none. */
  readonly problem: Problem | undefined;
  /** At least one. */
  readonly connectors: readonly RotatedConnector[];
}

/**
 * The reason why a reload is not verified.
 * - reload-failed: the command failed
 * - not-served: another certificate is served
 * - probe-failed: an address could not be probed
 * - unknown: the certificate that should be served is unknown
 */
export type RotationFailure = 'reload-failed' | 'not-served' | 'probe-failed' | 'unknown';

/**
 * A rotation: one reload of a server, and its verification by the certificates that its connectors
 * served afterwards.
 */
export interface Rotation extends RotationObservation {
  /** Unique. */
  readonly rotationId: string;
  readonly requestedBy: RequestedBy;
  /** The command that was run. */
  readonly command: readonly string[];
  /** Time of the last probe. */
  readonly at: Instant;
  /** undefined: every connector serves the certificate on disk. */
  readonly failure: RotationFailure | undefined;
}

/** The failures of connectors; the worst one is the failure of the reload. */
const WORST_FIRST: readonly Exclude<RotationFailure, 'reload-failed'>[] = ['not-served', 'probe-failed', 'unknown'];

/**
 * Returns why a reload is not verified, or undefined if every address of every connector serves a
 * certificate on disk.
 */
export function rotationFailure({ isReloaded, connectors }: RotationObservation): RotationFailure | undefined {
  return isReloaded ? connectorsFailure(connectors) : 'reload-failed';
}

/**
 * Returns why connectors are not verified, the worst reason first, or undefined if every address of
 * every connector serves a certificate on disk.
 */
export function connectorsFailure(
  connectors: readonly RotatedConnector[],
): Exclude<RotationFailure, 'reload-failed'> | undefined {
  const failures = connectors.map(connectorFailure);
  return WORST_FIRST.find((failure) => failures.includes(failure));
}

/**
 * Returns why one connector is not verified after a successful reload, or undefined if every
 * address serves a certificate on disk. Addresses that are not required to serve are ignored.
 */
export function connectorFailure({
  onDisk,
  problem,
  addresses,
}: RotatedConnector): Exclude<RotationFailure, 'reload-failed'> | undefined {
  if (problem !== undefined) return 'probe-failed';
  if (onDisk.length === 0) return 'unknown';
  const served = addresses.flatMap(({ after }) => after ?? []);
  if (served.length === 0 || requiredAddresses(addresses).some(({ after }) => after === undefined))
    return 'probe-failed';
  const expected = new Set(onDisk.map(({ thumbprint }) => thumbprint));
  return served.every(({ thumbprint }) => expected.has(thumbprint)) ? undefined : 'not-served';
}

/**
 * Returns the error that explains the failure of a connector; undefined: none. It is the error of an
 * address that is required to serve. If nothing was served, it may be that of any address.
 */
export function connectorProblem({ problem, addresses }: RotatedConnector): Problem | undefined {
  if (problem !== undefined) return problem;
  const isAnythingServed = addresses.some(({ after }) => after !== undefined);
  const candidates = [...requiredAddresses(addresses), ...(isAnythingServed ? [] : addresses)];
  return candidates.find((candidate) => candidate.problem !== undefined)?.problem;
}

/**
 * Returns the addresses that are required to serve a certificate. An address that served nothing
 * before and serves nothing now is not required in two cases. Either it serves a certificate for
 * another key type, or this host has no network for its address family.
 */
function requiredAddresses(addresses: readonly RotatedAddress[]): readonly RotatedAddress[] {
  const serving = new Set(addresses.flatMap(({ address, after }) => (after === undefined ? [] : [address])));
  return addresses.filter(({ address, before, after, keyType, problem }) => {
    if (before !== undefined || after !== undefined) return true;
    const isOtherKeyTypeServed = keyType !== 'any' && serving.has(address);
    return problem?.reason !== 'network_unreachable' && !isOtherKeyTypeServed;
  });
}
