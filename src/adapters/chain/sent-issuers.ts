import type { X509Certificate } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import { CHAIN_SENTENCES } from '../../domain/certificate/chain-sentences.ts';
import { fill } from '../../domain/sentence.ts';
import type { PresentedCertificate } from '../../work/ports/probes.ts';
import { mayHaveIssued } from './ca-index.ts';
import type { Absence, IssuerSource } from './follow-issuers.ts';
import { judgeOf } from './load-certificate.ts';

/** A certificate that a server sent and that was parsed. */
export interface SentCertificate extends PresentedCertificate {
  readonly certificate: Certificate;
}

/** The issuers that a server sent with its certificate. A client has only these. */
export class SentIssuers implements IssuerSource<SentCertificate> {
  readonly #bySubject: Map<string, SentCertificate[]> = new Map();

  constructor(sent: readonly SentCertificate[]) {
    const unique = new Map(sent.map((one) => [one.certificate.sha256Fingerprint, one]));
    for (const one of unique.values()) {
      const before = this.#bySubject.get(one.certificate.subject);
      if (before === undefined) this.#bySubject.set(one.certificate.subject, [one]);
      else before.push(one);
    }
  }

  /** In the order in which the server sent them. */
  authoritiesOf({ certificate: issued }: SentCertificate): readonly SentCertificate[] {
    return this.#named(issued.issuer).filter(
      ({ certificate }) => certificate.isCa && mayHaveIssued(certificate, issued),
    );
  }

  async judge({ der }: SentCertificate): Promise<X509Certificate | undefined> {
    // A remote server chooses the keys, so other work may run between two signatures.
    await setImmediate();
    return judgeOf(der);
  }

  absenceOf({ certificate: { issuer } }: SentCertificate): Absence {
    const named = this.#named(issuer);
    if (named.length === 0) {
      return { detail: fill(CHAIN_SENTENCES.issuerNotSent.en, { issuer }), missingIssuer: issuer };
    }
    return named.some(({ certificate: { isCa } }) => isCa)
      ? { detail: fill(CHAIN_SENTENCES.notSignedBySent.en, { issuer }) }
      : { detail: fill(CHAIN_SENTENCES.notCa.en, { issuer }) };
  }

  #named(subject: string): readonly SentCertificate[] {
    return this.#bySubject.get(subject) ?? [];
  }
}
