import type { X509Certificate } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import { CHAIN_FAILURES } from '../../domain/failure/chain-failures.ts';
import type { ServedChainCertificate } from '../../work/ports/probes.ts';
import { mayHaveIssued } from './ca-index.ts';
import type { IssuerSource, PathEnd } from './follow-issuers.ts';
import { tryLoadCertificate } from './load-certificate.ts';

/** A certificate that a server sent and that mailcertd could parse. */
export interface SentCertificate extends ServedChainCertificate {
  readonly certificate: Certificate;
}

/**
 * The issuers that a server sent with its certificate. Except for trust anchors, a client has no
 * others.
 */
export class SentIssuers implements IssuerSource<SentCertificate> {
  readonly #bySubject: Map<string, SentCertificate[]> = new Map();

  constructor(sent: readonly SentCertificate[]) {
    const unique = new Map(
      sent.map((sentCertificate) => [sentCertificate.certificate.sha256Fingerprint, sentCertificate]),
    );
    for (const sentCertificate of unique.values()) {
      const existing = this.#bySubject.get(sentCertificate.certificate.subject);
      if (existing === undefined) this.#bySubject.set(sentCertificate.certificate.subject, [sentCertificate]);
      else existing.push(sentCertificate);
    }
  }

  /** In the order in which the server sent them. */
  possibleIssuersOf({ certificate: issued }: SentCertificate): readonly SentCertificate[] {
    return this.#withSubject(issued.issuer).filter(
      ({ certificate }) => certificate.isCa && mayHaveIssued(certificate, issued),
    );
  }

  async load({ der }: SentCertificate): Promise<X509Certificate | undefined> {
    // The server chooses the keys, and a large key takes long. Other work may run between two keys.
    await setImmediate();
    return tryLoadCertificate(der);
  }

  pathEndWithoutIssuer({ certificate: { issuer } }: SentCertificate): PathEnd {
    const namesakes = this.#withSubject(issuer);
    if (namesakes.length === 0) {
      return { failure: CHAIN_FAILURES.chain_issuer_not_sent({ issuer }), missingIssuer: issuer };
    }
    return namesakes.some(({ certificate: { isCa } }) => isCa)
      ? { failure: CHAIN_FAILURES.chain_not_signed_by_sent({ issuer }) }
      : { failure: CHAIN_FAILURES.chain_issuer_not_a_ca({ issuer }) };
  }

  #withSubject(subject: string): readonly SentCertificate[] {
    return this.#bySubject.get(subject) ?? [];
  }
}
