import { type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';

const DAY = 86_400_000;
const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';

/** The name that every connector of the test must match. */
export const NAME = 'mail01.contoso.com';

/** The differences from a valid certificate, in days from now. */
export interface CertificateFlaw {
  readonly name?: string;
  readonly fromDays?: number;
  readonly toDays?: number;
  readonly isSelfSigned?: boolean;
  readonly isForClients?: boolean;
}

/** Makes the trusted root certificate. */
export function makeRoot(): MadeCertificate {
  return makeCertificate({
    commonName: 'Contoso Root CA',
    isCa: true,
    notBefore: Date.now() - 1000 * DAY,
    notAfter: Date.now() + 3000 * DAY,
  });
}

/** A CA with its own intermediate certificate, which issues the certificates of one server. */
export class Authority {
  readonly #intermediate: MadeCertificate;

  constructor(root: MadeCertificate, name: string) {
    this.#intermediate = makeCertificate({
      commonName: `Contoso Issuing CA ${name}`,
      isCa: true,
      issuer: root,
      notBefore: Date.now() - 900 * DAY,
      notAfter: Date.now() + 2000 * DAY,
    });
  }

  issue({
    name = NAME,
    fromDays = -1,
    toDays = 89,
    isSelfSigned = false,
    isForClients = false,
  }: CertificateFlaw = {}): MadeCertificate {
    return makeCertificate({
      commonName: name,
      notBefore: Date.now() + fromDays * DAY,
      notAfter: Date.now() + toDays * DAY,
      ...(isSelfSigned ? {} : { issuer: this.#intermediate }),
      ...(isForClients ? { extendedKeyUsage: [CLIENT_AUTHENTICATION] } : {}),
    });
  }

  /** Returns the content of a server's file: the certificate, then the intermediate certificate. */
  fileOf({ certificatePem }: MadeCertificate): string {
    return certificatePem + this.#intermediate.certificatePem;
  }

  /** Returns the same certificates in the wrong order. */
  misorderedFileOf({ certificatePem }: MadeCertificate): string {
    return this.#intermediate.certificatePem + certificatePem;
  }
}
