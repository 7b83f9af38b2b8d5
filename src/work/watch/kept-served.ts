import type { Served, ServedTls } from '../../domain/connector/served.ts';

/** So much of what servers share is known at one time: texts, certificates, verdicts. */
const MOST = 1000;

/**
 * What is kept of what servers present, in little room: thousands are, and most present the same as before, and what others
 * present too.
 */
export class KeptServed {
  /** Whatever was kept last, by its JSON text. */
  readonly #known: Map<string, unknown> = new Map();

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
        protocol: this.#once(protocol),
        cipher: this.#once(cipher),
        leaf: this.#once({
          thumbprint: leaf.thumbprint,
          serialNumber: leaf.serialNumber,
          subject: leaf.subject,
          issuer: this.#once(leaf.issuer),
          notBefore: leaf.notBefore,
          notAfter: leaf.notAfter,
          dnsNames: this.#once(leaf.dnsNames),
          ipAddresses: this.#once(leaf.ipAddresses),
          commonNames: this.#once(leaf.commonNames),
          publicKeyAlgorithm: this.#once(leaf.publicKeyAlgorithm),
        }),
        issuers: this.#once(issuers.map((issuer) => this.#once(issuer))),
        chain: this.#once(chain),
      },
    };
  }

  /** An equal value that is known, else this; what was asked for last is the last to be forgotten. */
  #once<T>(value: T): T {
    const text = JSON.stringify(value);
    const known = (this.#known.get(text) ?? value) as T;
    this.#known.delete(text);
    this.#known.set(text, known);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST) break;
      this.#known.delete(oldest);
    }
    return known;
  }
}
