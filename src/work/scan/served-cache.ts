import { DistinctValues } from '../../domain/distinct-values.ts';
import type { Served, ServedTls } from '../../domain/served/served.ts';

/** The maximum number of cached values: texts, certificates and verdicts. */
const MAX_SHARED_VALUES = 1000;

/**
 * Saves memory for probe results. Thousands are kept, and most are equal to the previous result of
 * the same address, or contain the same values as the result of another server.
 */
export class ServedCache {
  readonly #shared: DistinctValues = new DistinctValues(MAX_SHARED_VALUES);

  /**
   * Returns an equal result whose parts are shared with other results.
   * @param previous the previous result of the same address
   */
  keep(served: Served, previous: Served | undefined): Served {
    const text = JSON.stringify(served);
    if (previous !== undefined && JSON.stringify(previous) === text) return previous;
    if (served.tls === undefined) return served;
    // Copied, because strings decoded from bytes can keep larger buffers alive.
    const { protocol, cipher, leaf, issuers, chain, anchors }: ServedTls = JSON.parse(JSON.stringify(served.tls));
    return {
      starttls: served.starttls,
      tls: {
        protocol: this.#shared.intern(protocol),
        cipher: this.#shared.intern(cipher),
        leaf: this.#shared.intern({
          thumbprint: leaf.thumbprint,
          serialNumber: leaf.serialNumber,
          subject: leaf.subject,
          issuer: this.#shared.intern(leaf.issuer),
          notBefore: leaf.notBefore,
          notAfter: leaf.notAfter,
          dnsNames: this.#shared.intern(leaf.dnsNames),
          ipAddresses: this.#shared.intern(leaf.ipAddresses),
          commonNames: this.#shared.intern(leaf.commonNames),
          publicKeyAlgorithm: this.#shared.intern(leaf.publicKeyAlgorithm),
          ...(leaf.purposeMismatch === undefined ? {} : { purposeMismatch: leaf.purposeMismatch }),
        }),
        issuers: this.#shared.intern(issuers.map((issuer) => this.#shared.intern(issuer))),
        chain: this.#shared.intern(chain),
        ...(anchors === undefined ? {} : { anchors: this.#shared.intern(anchors) }),
      },
    };
  }
}
