import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../src/domain/certificate/certificate-request.ts';
import type { InstallChange, RequestChange, StoreChange } from '../../../src/domain/store-change/store-change.ts';
import { DAY } from '../../../src/domain/time.ts';
import type { Simulation } from '../../../src/work/operations/query-operations.ts';
import type { ChangeOutcome } from '../../../src/work/operations/store-operations.ts';
import { NOON, stored } from '../../domain/world.ts';
import { type DeskOptions, sessionOf } from './desk.ts';

/** A text that resembles a private key; no screen and no JSON may contain it. */
export const SECRET = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n';

/** A certificate with the missing name. */
export const MADE: StoredCertificate = stored('9D77E2AA', {
  dnsNames: ['partner.contoso.com'],
  selfSigned: true,
  notBefore: NOON,
  notAfter: NOON + 365 * DAY,
});

/** The CSR for the certificate, if a CA is to issue it. */
export const REQUEST: StoredRequest = {
  request: {
    sha256Fingerprint: 'CAFE'.padEnd(64, '7'),
    subject: 'CN=partner.contoso.com',
    commonNames: ['partner.contoso.com'],
    dnsNames: ['partner.contoso.com'],
    ipAddresses: [],
    publicKeyAlgorithm: 'EC',
    publicKeySize: 256,
    signatureAlgorithm: 'ecdsa-with-SHA256',
    publicKeySha256: 'CAFE'.padEnd(64, '8'),
  },
  store: 'My',
  location: { path: '/stores/My/request-CAFE/request.pem', block: 0 },
  hasPrivateKey: true,
  services: ['SMTP'],
};

export const INSTALL: InstallChange = {
  kind: 'install',
  certificate: MADE.certificate,
  issuers: [],
  certificatePem: '-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n',
  privateKeyPem: SECRET,
  csr: undefined,
  services: ['SMTP'],
  friendlyName: undefined,
  isExportable: false,
  recordsInternal: false,
  renews: undefined,
};

export const REQUEST_CHANGE: RequestChange = {
  kind: 'request',
  request: REQUEST.request,
  requestPem: '-----BEGIN CERTIFICATE REQUEST-----\n…\n-----END CERTIFICATE REQUEST-----\n',
  privateKeyPem: SECRET,
  services: ['SMTP'],
  friendlyName: undefined,
  isExportable: false,
  renews: undefined,
};

/** Returns the simulation with this certificate in the store. */
export async function simulationWith(made: StoredCertificate | undefined, options: DeskOptions): Promise<Simulation> {
  const session = sessionOf({ ...options, files: { '/made.pem': made === undefined ? [] : [made] } });
  const files = made === undefined ? [] : ['/made.pem'];
  const simulation = await session.operations.simulate(
    { files, store: made === undefined ? undefined : 'My', at: undefined },
    new AbortController().signal,
  );
  return { ...simulation, files: [], store: undefined };
}

/** Returns the outcome of a change that was made while no daemon runs. */
export function done(change: StoreChange, simulation: Simulation, path: string): ChangeOutcome {
  return { kind: 'done', change, simulation, path, report: { kind: 'no-daemon' } };
}
