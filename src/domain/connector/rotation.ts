import type { Asked } from '../certificate/certificate.ts';
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

/** What was seen of a server that was told to read its certificate again. */
export interface RotationSight {
  /** What the stores and files of its connector say that it presents; empty: that cannot be said. */
  readonly onDisk: readonly RotatedCertificate[];
  /** Whether the command did its part. */
  readonly isReloaded: boolean;
  /** Why the command, or else the resolution of the name, failed; undefined: neither did. */
  readonly problem: Problem | undefined;
  readonly addresses: readonly RotatedAddress[];
}

/**
 * Why it is not proven that a server presents what lies on disk. `reload-failed`: the command did; `unseen`: it could not be
 * looked at; `not-served`: it presents something else; `unknown`: what it should present cannot be said.
 */
export type RotationFailure = 'reload-failed' | 'unseen' | 'not-served' | 'unknown';

/** What came of telling a connector's server to read its certificate again. */
export interface Rotation extends RotationSight {
  /** Unlike any before. */
  readonly rotationId: string;
  readonly connector: string;
  readonly asked: Asked;
  /** The command that was run. */
  readonly command: readonly string[];
  /** When the server was looked at last. */
  readonly at: Instant;
  /** undefined: it is proven. */
  readonly failure: RotationFailure | undefined;
}

/**
 * Whether every address presents a certificate that lies on disk; undefined: it does. What presented nothing before, and
 * presents nothing for one kind of key while it does for another, is not counted: a server need not have both. Nor is an
 * address of a family that this host has no network of.
 */
export function rotationFailure(sight: RotationSight): RotationFailure | undefined {
  const { onDisk, isReloaded, problem, addresses } = sight;
  if (!isReloaded) return 'reload-failed';
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
