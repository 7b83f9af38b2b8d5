import type { RequestedBy } from '../certificate/certificate.ts';
import type { Problem } from '../problem.ts';
import type { Instant } from '../time.ts';
import type { Endpoint, ServedCertificate } from './served.ts';

/** A certificate that was, is, or should be served. */
export type RotatedCertificate = Pick<ServedCertificate, 'thumbprint' | 'serialNumber' | 'notAfter'>;

/** What one address presented before its server was told to read its certificate again, and afterwards. */
export interface RotatedAddress {
  /** An IP address, without brackets. */
  readonly address: string;
  readonly keyType: Endpoint['keyType'];
  /** undefined: none was seen. */
  readonly before: RotatedCertificate | undefined;
  readonly after: RotatedCertificate | undefined;
  /** Why none was seen afterwards; undefined: one was. */
  readonly problem: Problem | undefined;
}

/** One connector of a server that was reloaded. */
export interface RotatedConnector {
  readonly connector: string;
  /** The certificates that it should serve, by its stores and files; empty: unknown. */
  readonly onDisk: readonly RotatedCertificate[];
  /** Why the name of its probe could not be resolved; undefined: it was resolved. */
  readonly problem: Problem | undefined;
  readonly addresses: readonly RotatedAddress[];
}

/** The result of one reload command, for every connector that it reloads. */
export interface RotationObservation {
  /** Whether the command succeeded. */
  readonly isReloaded: boolean;
  /** Why the command failed; undefined: it succeeded. */
  readonly problem: Problem | undefined;
  /** At least one. */
  readonly connectors: readonly RotatedConnector[];
}

/**
 * Why a reload is not verified. `reload-failed`: the command failed; `not-served`: another certificate is served; `unseen`: an
 * address could not be probed; `unknown`: which certificate should be served is unknown.
 */
export type RotationFailure = 'reload-failed' | 'not-served' | 'unseen' | 'unknown';

/** One reload of a server, and what its connectors served afterwards. */
export interface Rotation extends RotationObservation {
  /** Unlike any before. */
  readonly rotationId: string;
  readonly asked: RequestedBy;
  /** The command that was run. */
  readonly command: readonly string[];
  /** When the server was probed last. */
  readonly at: Instant;
  /** undefined: every connector serves what is on disk. */
  readonly failure: RotationFailure | undefined;
}

/** The worst failure of several connectors is the failure of the reload. */
const WORST_FIRST: readonly Exclude<RotationFailure, 'reload-failed'>[] = ['not-served', 'unseen', 'unknown'];

/** Returns why a reload is not verified; undefined: every address of every connector serves a certificate on disk. */
export function rotationFailure({ isReloaded, connectors }: RotationObservation): RotationFailure | undefined {
  if (!isReloaded) return 'reload-failed';
  const failures = connectors.map(connectorFailure);
  return WORST_FIRST.find((failure) => failures.includes(failure));
}

/**
 * Returns why one connector is not verified after a successful reload; undefined: it serves a certificate on disk at every
 * address. An address that served nothing before, and serves nothing for one key type while it does for another, does not
 * count: a server need not have both. Nor does an address of a family that this host has no network of.
 */
export function connectorFailure({
  onDisk,
  problem,
  addresses,
}: RotatedConnector): Exclude<RotationFailure, 'reload-failed'> | undefined {
  if (problem !== undefined) return 'unseen';
  if (onDisk.length === 0) return 'unknown';
  const seen = addresses.flatMap(({ address, after }) => (after === undefined ? [] : [{ address, after }]));
  const isSpare = ({ address, before, after, keyType, problem }: RotatedAddress): boolean =>
    before === undefined &&
    after === undefined &&
    (problem?.reason === 'network_unreachable' ||
      (keyType !== 'any' && seen.some((other) => other.address === address)));
  if (seen.length === 0 || addresses.some((each) => each.after === undefined && !isSpare(each))) return 'unseen';
  const expected = new Set(onDisk.map(({ thumbprint }) => thumbprint));
  return seen.every(({ after }) => expected.has(after.thumbprint)) ? undefined : 'not-served';
}
