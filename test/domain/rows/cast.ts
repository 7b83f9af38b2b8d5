import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { copyStoredCertificate } from '../../../src/domain/certificate/copy-stored-certificate.ts';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import type { InternalTransport } from '../../../src/domain/observation/observation.ts';
import { DAY } from '../../../src/domain/time.ts';
import { said } from '../failure/said.ts';
import { connector, NOON, stored, type World } from '../world.ts';

/** The names in the self-signed certificate of setup. */
export const S_NAMES: Parameters<typeof stored>[1] = {
  commonName: 'MAIL01',
  dnsNames: ['MAIL01', 'mail01.contoso.com'],
  selfSigned: true,
};

/** Returns the self-signed certificate of setup, with these changes. */
export const setup = (more: Parameters<typeof stored>[1] = {}): StoredCertificate =>
  stored('S', { ...S_NAMES, ...more });

/** The self-signed certificate of setup, which is not expiring. */
export const S: StoredCertificate = setup({ notBefore: NOON - 200 * DAY, notAfter: NOON + 165 * DAY });

/** The self-signed certificate of setup, expired 1 ms ago. */
export const S_EXPIRED: StoredCertificate = setup({ notBefore: NOON - 365 * DAY, notAfter: NOON - 1 });

/** Returns the self-signed certificate of setup, valid for the year before an instant. */
export const expiring = (at: number): StoredCertificate => setup({ notBefore: at - 365 * DAY, notAfter: at });

/** The names in the certificate of a CA. */
export const P_NAMES: { readonly dnsNames: readonly string[] } = {
  dnsNames: ['mail.contoso.com', 'autodiscover.contoso.com'],
};

/** A certificate of a trusted CA. */
export const P: StoredCertificate = stored('P', P_NAMES);

/** A certificate with the names of `P` that becomes valid in two days. */
export const EARLY: StoredCertificate = stored('E', { ...P_NAMES, notBefore: NOON + 2 * DAY });

/** A wildcard certificate of a trusted CA. */
export const W: StoredCertificate = stored('W', { dnsNames: ['*.contoso.com'] });

/**
 * Returns the certificate of an intermediate CA, without its key and with a name that a connector
 * requires.
 */
export const authority = (commonName: string): StoredCertificate => {
  const made = stored('I', { commonName, key: 'missing', notBefore: NOON - DAY });
  return copyStoredCertificate(made, { certificate: { ...made.certificate, isCa: true } });
};

/** A Receive connector without an FQDN. */
export const R1: Connector = connector('Default MAIL01');

/** A Receive connector with the FQDN that senders use. */
export const R2: Connector = connector('Internet MAIL01', 'mail.contoso.com');

/** A Send connector without an FQDN. */
export const X1: Connector = connector('To Internet', undefined, { direction: 'send' });

/** Returns a certificate recorded as the internal transport certificate. */
export const recorded = (certificate: StoredCertificate): InternalTransport => ({
  source: 'recorded',
  thumbprint: certificate.certificate.thumbprint,
});

/** The certificate of setup, recorded as the internal transport certificate. */
export const internal: InternalTransport = recorded(S);

/** The directory of the recorded certificate. */
export const RECORDED_DIRECTORY: string = `/stores/My/${S.certificate.thumbprint}`;

/** Returns the problem of a truncated file in the personal store. */
export const torn = (location: string, block: number): World['problems'][number] => ({
  store: 'My',
  problem: { reason: 'der_truncated', location, block, failure: said() },
});
