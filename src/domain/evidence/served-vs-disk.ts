import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { certificatesOfSelection, selectedOnDisk } from '../selection/certificates-of-selection.ts';
import { reloadGraceOf } from '../served/reload-grace.ts';
import type { Instant } from '../time.ts';
import type { ServedTlsEndpoint } from './served-endpoints.ts';

/**
 * The comparison of a served certificate with the certificates that the connector selects from
 * disk.
 * - `same`: it is one of these certificates, so events about the files report its problems.
 * - `awaits-reload`: it was replaced on disk, and the probe was too early to show a reload.
 * - `differs`: it was replaced on disk, and the server had time for a reload before the probe.
 * - `unknown`: it cannot be compared.
 */
export type ServedVsDisk =
  | { readonly kind: 'same' | 'awaits-reload' | 'unknown' }
  | {
      readonly kind: 'differs';
      readonly onDisk: readonly [StoredCertificate, ...StoredCertificate[]];
      /**
       * When the last of these files was written. If a copy preserved the file time, or if the file
       * time is too late: when a scan first found the file.
       */
      readonly since: Instant;
    };

/**
 * Cache, because several rules compare the same endpoints. Only assessments are weak keys; the
 * inner maps are ordinary ones, because thousands of weak keys would be freed late.
 */
const COMPARISONS_OF_ASSESSMENT: WeakMap<Assessment, Map<ServedTlsEndpoint, ServedVsDisk>> = new WeakMap();

/**
 * Compares a served certificate with those on disk. The result is `unknown` for Send connectors,
 * because the probed server is a remote one.
 */
export function servedVsDisk(endpoint: ServedTlsEndpoint, assessment: Assessment): ServedVsDisk {
  const comparisons = COMPARISONS_OF_ASSESSMENT.get(assessment) ?? new Map<ServedTlsEndpoint, ServedVsDisk>();
  COMPARISONS_OF_ASSESSMENT.set(assessment, comparisons);
  const comparison = comparisons.get(endpoint) ?? compare(endpoint, assessment);
  comparisons.set(endpoint, comparison);
  return comparison;
}

function compare(endpoint: ServedTlsEndpoint, assessment: Assessment): ServedVsDisk {
  const { connector, selection, tls } = endpoint;
  if (connector.direction === 'send') return { kind: 'unknown' };
  const { thumbprint } = tls.leaf;
  const isServed = ({ certificate }: StoredCertificate): boolean => certificate.thumbprint === thumbprint;
  if (selection.kind === 'chosen' && !selection.isProvisional && certificatesOfSelection(selection).some(isServed)) {
    return { kind: 'same' };
  }
  const [first, ...others] = selectedOnDisk(selection) ?? [];
  if (first === undefined) return { kind: 'unknown' };
  const onDisk = [first, ...others] as const;
  if (onDisk.some(({ writtenAt }) => writtenAt === undefined)) return { kind: 'unknown' };
  const since = onDiskSinceIfReloadOverdue(endpoint, onDisk, assessment);
  return since === undefined ? { kind: 'awaits-reload' } : { kind: 'differs', onDisk, since };
}

/**
 * Returns since when selected certificates are on disk. Returns undefined if that is unknown, or if
 * the server had no time for a reload before the probe.
 */
export function onDiskSinceIfReloadOverdue(
  { connector, tls, probedAt, checkedAt }: ServedTlsEndpoint,
  certificates: readonly StoredCertificate[],
  { probeBases }: Assessment,
): Instant | undefined {
  // A probe basis has the times of the scans that first found the current files and settings.
  const { since: changeSeenAt, arrivedAt = Number.NEGATIVE_INFINITY } = probeBases.get(connector.name) ?? {};
  // If a file time is unknown, all results are NaN, and the comparison below is false.
  const times = certificates.map(({ writtenAt = Number.NaN }) => writtenAt);
  // A file time after the scan that first found the file is wrong, for example due to a fast clock.
  const diskChangedAt = Math.min(Math.max(...times), changeSeenAt ?? Number.POSITIVE_INFINITY);
  const since = Math.max(diskChangedAt, arrivedAt);
  const grace = reloadGraceOf(connector, tls.leaf, checkedAt);
  const hadTimeForReload = probedAt >= since + grace;
  const wasProbedAfterChange = changeSeenAt === undefined || probedAt >= changeSeenAt;
  return hadTimeForReload && wasProbedAfterChange ? since : undefined;
}
