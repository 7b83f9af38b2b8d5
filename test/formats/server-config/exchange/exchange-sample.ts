import type { ExchangeObject } from '../../../../src/formats/server-config/exchange/exchange-values.ts';
import { type MadeCertificate, makeCertificate } from '../../../fixtures/make-certificate.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

/** A connector as Exchange 2019 lists it, and as the command in docs/discovery.md writes it. */
export const DEFAULT_FRONTEND: ExchangeObject = {
  Name: 'Default Frontend MAIL01',
  Identity: 'MAIL01\\Default Frontend MAIL01',
  Server: 'MAIL01',
  Fqdn: 'mail.contoso.com',
  TlsCertificateName: null,
  Enabled: true,
  AuthMechanism: 'Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer',
  RequireTLS: false,
  Bindings: ['0.0.0.0:25', '[::]:25'],
};

export const TO_INTERNET: ExchangeObject = {
  Name: 'To Internet',
  Identity: 'To Internet',
  Fqdn: 'mail.contoso.com',
  TlsCertificateName: null,
  Enabled: true,
  RequireTLS: true,
  IgnoreSTARTTLS: false,
  SmartHosts: ['relay.contoso.com'],
  Port: 25,
  TlsDomain: null,
};

const MADE: MadeCertificate = makeCertificate({
  commonName: 'mail.contoso.com',
  dnsNames: ['mail.contoso.com'],
  notBefore: NOON,
  notAfter: NOON + 1000 * 86_400_000,
});

export const SAMPLE_DER: Buffer = MADE.der;
export const SAMPLE_THUMBPRINT: string = MADE.thumbprint;

export const CERTIFICATE: ExchangeObject = {
  Thumbprint: SAMPLE_THUMBPRINT,
  Services: 'IMAP, POP, IIS, SMTP',
  HasPrivateKey: true,
  IsSelfSigned: true,
  RootCAType: 'None',
  Status: 'Valid',
  FriendlyName: 'Microsoft Exchange',
  RawData: SAMPLE_DER.toString('base64'),
};

export const SAMPLE: ExchangeObject = {
  Server: 'MAIL01',
  Fqdn: 'MAIL01.contoso.com',
  ExportedAt: '2026-11-24T09:00:00.0000000Z',
  ReceiveConnectors: [DEFAULT_FRONTEND],
  SendConnectors: [TO_INTERNET],
  Certificates: [CERTIFICATE],
};
