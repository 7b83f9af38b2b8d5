import { alterStored } from '../../../src/domain/certificate/alter-stored.ts';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import type { InternalTransport } from '../../../src/domain/observation/observation.ts';
import { DAY } from '../../../src/domain/time.ts';
import { connector, NOON, stored, type World } from '../world.ts';

/** The names of setup's self-signed certificate. */
export const S_NAMES: Parameters<typeof stored>[1] = {
  commonName: 'MAIL01',
  dnsNames: ['MAIL01', 'mail01.contoso.com'],
  selfSigned: true,
};

/** Setup's self-signed certificate, made otherwise. */
export const setup = (more: Parameters<typeof stored>[1] = {}): StoredCertificate =>
  stored('S', { ...S_NAMES, ...more });

/** Setup's self-signed certificate, outside the window. */
export const S: StoredCertificate = setup({ notBefore: NOON - 200 * DAY, notAfter: NOON + 165 * DAY });

/** The same, a millisecond past its end. */
export const S_EXPIRED: StoredCertificate = setup({ notBefore: NOON - 365 * DAY, notAfter: NOON - 1 });

/** The same with a life of a year that ends then. */
export const expiring = (at: number): StoredCertificate => setup({ notBefore: at - 365 * DAY, notAfter: at });

/** The names of the certificate from an authority. */
export const P_NAMES: { readonly dnsNames: readonly string[] } = {
  dnsNames: ['mail.contoso.com', 'autodiscover.contoso.com'],
};

/** Issued by an authority that is trusted. */
export const P: StoredCertificate = stored('P', P_NAMES);

/** The same names, valid in two days. */
export const EARLY: StoredCertificate = stored('E', { ...P_NAMES, notBefore: NOON + 2 * DAY });

/** A wildcard, issued by an authority that is trusted. */
export const W: StoredCertificate = stored('W', { dnsNames: ['*.contoso.com'] });

/** An intermediate without a key on this host, under a name that a connector requires. */
export const authority = (commonName: string): StoredCertificate => {
  const made = stored('I', { commonName, key: 'missing', notBefore: NOON - DAY });
  return alterStored(made, { certificate: { ...made.certificate, isCa: true } });
};

/** A Receive connector without an FQDN. */
export const R1: Connector = connector('Default MAIL01');

/** A Receive connector for the name that senders know. */
export const R2: Connector = connector('Internet MAIL01', 'mail.contoso.com');

/** A Send connector without an FQDN. */
export const X1: Connector = connector('To Internet', undefined, { direction: 'send' });

export const recorded = (certificate: StoredCertificate): InternalTransport => ({
  source: 'recorded',
  thumbprint: certificate.certificate.thumbprint,
});

/** Setup's certificate is recorded. */
export const internal: InternalTransport = recorded(S);

/** Where the recorded one's files stand. */
export const RECORDED_FOLDER: string = `/stores/My/${S.certificate.thumbprint}`;

/** A file of the personal store that breaks off. */
export const torn = (location: string): World['problems'][number] => ({
  store: 'My',
  problem: { reason: 'der_truncated', location, detail: '' },
});
