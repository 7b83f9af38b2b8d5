import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import { currentOrLastKnown } from '../../domain/scan-result.ts';
import { reloadGraceOf } from '../../domain/served/reload-grace.ts';
import type { ProbeBasis } from '../../domain/served/served.ts';
import type { Instant } from '../../domain/time.ts';
import type { ProbedEndpoints } from './probed-endpoints.ts';

/** An address that serves another certificate than on disk. */
export interface DifferingAddress {
  /** When it was probed. */
  readonly probedAt: Instant;
  /** From when on it must serve the certificate on disk. */
  readonly dueAt: Instant;
}

/**
 * The certificates on disk that a connector's server should serve. `differingAddresses` finds the
 * addresses that serve another one.
 */
export class CertificatesOnDisk {
  readonly #thumbprints: ReadonlySet<string>;
  /**
   * When the newest certificate was written; if a copy kept its modification time, when a scan
   * first found it.
   */
  readonly #writtenAt: Instant;
  /** When this state was first seen on disk. Earlier probes prove nothing about it. */
  readonly #firstSeenAt: Instant;

  /**
   * @param basis when a scan first saw this state (`since`), and when it first saw these
   * certificates, if copied files kept older times (`arrivedAt`); undefined: unknown
   */
  constructor(
    certificates: readonly StoredCertificate[],
    basis: Pick<ProbeBasis, 'since' | 'arrivedAt'> | undefined,
    now: Instant,
  ) {
    const { since = Number.NEGATIVE_INFINITY, arrivedAt = Number.NEGATIVE_INFINITY } = basis ?? {};
    const writeTimes = certificates.map(({ writtenAt = Number.NEGATIVE_INFINITY }) => writtenAt);
    this.#thumbprints = new Set(certificates.map(({ certificate }) => certificate.thumbprint));
    this.#writtenAt = Math.min(now, Math.max(arrivedAt, ...writeTimes));
    this.#firstSeenAt = since;
  }

  /**
   * Returns the addresses that serve another certificate than on disk.
   * @param now the time for which the grace period is computed; default: the time of each probe
   */
  differingAddresses(
    connector: Connector,
    result: ProbedEndpoints | undefined,
    now?: Instant,
  ): readonly DifferingAddress[] {
    if (result === undefined) return [];
    return (currentOrLastKnown(result)?.value ?? []).flatMap(({ conversation, outdatedAt }) => {
      const last = currentOrLastKnown(conversation);
      const leaf = last?.value.tls?.leaf;
      if (last === undefined || leaf === undefined || outdatedAt !== undefined) return [];
      if (this.#thumbprints.has(leaf.thumbprint)) return [];
      const grace = reloadGraceOf(connector, leaf, now ?? last.at);
      return [{ probedAt: last.at, dueAt: Math.max(this.#firstSeenAt, this.#writtenAt + grace) }];
    });
  }
}
