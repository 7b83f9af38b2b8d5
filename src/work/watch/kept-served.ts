import type { Served, ServedCertificate, ServedTls } from '../../domain/connector/served.ts';

/** So many certificates of authorities, and texts, are known at one time: servers share few. */
const MOST = 1000;

/**
 * What is kept of what servers present, in little room: thousands are, and most present the same as before, and what others
 * present too.
 */
export class KeptServed {
  readonly #issuers: Map<string, ServedCertificate> = new Map();
  readonly #texts: Map<string, string> = new Map();

  /** The same value, or an equal one that is kept already. @param before what was seen in the same place */
  keep(served: Served, before: Served | undefined): Served {
    const text = JSON.stringify(served);
    if (before !== undefined && JSON.stringify(before) === text) return before;
    if (served.tls === undefined) return served;
    // Written anew, for what is read from octets is made of pieces.
    const written: ServedTls = JSON.parse(JSON.stringify(served.tls));
    const { protocol, cipher, leaf, issuers, chain } = written;
    return {
      starttls: served.starttls,
      tls: {
        protocol: this.#text(protocol),
        cipher: this.#text(cipher),
        leaf: { ...leaf, issuer: this.#text(leaf.issuer), publicKeyAlgorithm: this.#text(leaf.publicKeyAlgorithm) },
        issuers: issuers.map((issuer) => this.#issuer(issuer)),
        chain,
      },
    };
  }

  #text(text: string): string {
    return shared(this.#texts, text, text);
  }

  #issuer(issuer: ServedCertificate): ServedCertificate {
    const { thumbprint, serialNumber, subject, issuer: above, notBefore, notAfter } = issuer;
    const [known, name] = [this.#text(subject), this.#text(above)];
    const written = { thumbprint, serialNumber, subject: known, issuer: name, notBefore, notAfter };
    return shared(this.#issuers, thumbprint, written);
  }
}

/** What is known by that key, else this; what was asked for last is the last to be forgotten. */
function shared<T>(known: Map<string, T>, key: string, value: T): T {
  const found = known.get(key) ?? value;
  known.delete(key);
  known.set(key, found);
  for (const oldest of known.keys()) {
    if (known.size <= MOST) break;
    known.delete(oldest);
  }
  return found;
}
