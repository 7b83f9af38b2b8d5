import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { graceOf } from '../connector/grace.ts';
import { allPresented, onDiskOf } from '../selection/all-presented.ts';
import type { Instant } from '../time.ts';
import type { ServedTlsEndpoint } from './served-endpoints.ts';

/**
 * How what a server presents stands to what its connector presents by its stores and files. `same`: the events about these
 * speak of it; `settling`: it was replaced there, and that the server has been reloaded since may not have been seen yet.
 */
export type ServedVsDisk =
  | { readonly kind: 'same' | 'settling' | 'unknown' }
  | {
      readonly kind: 'differs';
      readonly onDisk: readonly [StoredCertificate, ...StoredCertificate[]];
      /** When the last of them was written; if that time was kept or cannot be, when it was first seen there. */
      readonly since: Instant;
    };

/** Several rules ask about the same thousands. Held by the assessment alone: thousands of weak keys outlive it for long. */
const KNOWN: WeakMap<Assessment, Map<ServedTlsEndpoint, ServedVsDisk>> = new WeakMap();

/** What a Send connector sees is the other side's, which no store here says anything of. */
export function servedVsDisk(sight: ServedTlsEndpoint, assessment: Assessment): ServedVsDisk {
  const compared = KNOWN.get(assessment) ?? new Map<ServedTlsEndpoint, ServedVsDisk>();
  KNOWN.set(assessment, compared);
  const known = compared.get(sight) ?? compare(sight, assessment);
  compared.set(sight, known);
  return known;
}

function compare(sight: ServedTlsEndpoint, assessment: Assessment): ServedVsDisk {
  const { connector, selection, tls } = sight;
  if (connector.direction === 'send') return { kind: 'unknown' };
  const { thumbprint } = tls.leaf;
  const isServed = ({ certificate }: StoredCertificate): boolean => certificate.thumbprint === thumbprint;
  if (selection.kind === 'chosen' && !selection.isProvisional && allPresented(selection).some(isServed)) {
    return { kind: 'same' };
  }
  const [first, ...others] = onDiskOf(selection) ?? [];
  if (first === undefined) return { kind: 'unknown' };
  const onDisk = [first, ...others] as const;
  if (onDisk.some(({ writtenAt }) => writtenAt === undefined)) return { kind: 'unknown' };
  const since = settledSince(sight, onDisk, assessment);
  return since === undefined ? { kind: 'settling' } : { kind: 'differs', onDisk, since };
}

/**
 * Since when these stand on disk, of what the connector presents by its stores and files; undefined: when its server was
 * seen, it may not have been reloaded yet, or nobody knows.
 */
export function settledSince(
  { connector, tls, at, judgedAt }: ServedTlsEndpoint,
  certificates: readonly StoredCertificate[],
  { bases }: Assessment,
): Instant | undefined {
  const { since: arrived, arrivedAt = Number.NEGATIVE_INFINITY } = bases.get(connector.name) ?? {};
  const times = certificates.map(({ writtenAt = Number.NaN }) => writtenAt);
  // A clock that was ahead when it was written, or wherever it was copied from, proves nothing later than that it was there.
  const written = Math.min(Math.max(...times), arrived ?? Number.POSITIVE_INFINITY);
  const since = Math.max(written, arrivedAt);
  const grace = graceOf(connector, tls.leaf, judgedAt);
  return at >= since + grace && (arrived === undefined || at >= arrived) ? since : undefined;
}
