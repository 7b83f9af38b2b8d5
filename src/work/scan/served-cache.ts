import { DistinctValues } from '../../domain/distinct-values.ts';
import type { Served, ServedTls } from '../../domain/served/served.ts';

/** So much of what servers share is known at one time: texts, certificates, verdicts. */
const MOST = 1000;

/**
 * What is kept of what servers present, in little room: thousands are, and most present the same as before, and what others
 * present too.
 */
export class ServedCache {
  readonly #shared: DistinctValues = new DistinctValues(MOST);

  /** The same value, or an equal one that is kept already. @param before what was seen in the same place */
  keep(served: Served, before: Served | undefined): Served {
    const text = JSON.stringify(served);
    if (before !== undefined && JSON.stringify(before) === text) return before;
    if (served.tls === undefined) return served;
    // Written anew, for what is read from octets is made of pieces.
    const { protocol, cipher, leaf, issuers, chain }: ServedTls = JSON.parse(JSON.stringify(served.tls));
    return {
      starttls: served.starttls,
      tls: {
        protocol: this.#shared.once(protocol),
        cipher: this.#shared.once(cipher),
        leaf: this.#shared.once({
          thumbprint: leaf.thumbprint,
          serialNumber: leaf.serialNumber,
          subject: leaf.subject,
          issuer: this.#shared.once(leaf.issuer),
          notBefore: leaf.notBefore,
          notAfter: leaf.notAfter,
          dnsNames: this.#shared.once(leaf.dnsNames),
          ipAddresses: this.#shared.once(leaf.ipAddresses),
          commonNames: this.#shared.once(leaf.commonNames),
          publicKeyAlgorithm: this.#shared.once(leaf.publicKeyAlgorithm),
          ...(leaf.purposeMismatch === undefined ? {} : { purposeMismatch: leaf.purposeMismatch }),
        }),
        issuers: this.#shared.once(issuers.map((issuer) => this.#shared.once(issuer))),
        chain: this.#shared.once(chain),
      },
    };
  }
}
