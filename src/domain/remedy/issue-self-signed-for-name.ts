import type { Assessment } from '../assessment/assess.ts';
import { type Certificate, CORRECT_KEY_ACCESS, type StoredCertificate } from '../certificate/certificate.ts';
import { commonNameSubject } from '../certificate/common-name-subject.ts';
import { addCalendarYears, type Instant } from '../time.ts';
import { personalStoreOf } from './personal-location.ts';
import { NOT_ISSUED, type Remedy } from './remedy.ts';

/**
 * Returns the expected content of a self-signed certificate for a name, for simulations; values
 * that are known only after issuing are empty.
 */
export function expectedSelfSigned(name: string, now: Instant): Certificate {
  const subject = commonNameSubject(name);
  return {
    thumbprint: NOT_ISSUED,
    sha256Fingerprint: '',
    version: 3,
    serialNumber: '',
    subject,
    issuer: subject,
    commonNames: [name],
    notBefore: now,
    notAfter: addCalendarYears(now, 1),
    dnsNames: [name],
    ipAddresses: [],
    publicKeyAlgorithm: 'RSA',
    publicKeySize: 2048,
    signatureAlgorithm: 'sha256WithRSAEncryption',
    publicKeySha256: '',
    isSelfIssued: true,
    isCa: false,
    pathLength: undefined,
    keyUsage: undefined,
    extendedKeyUsage: ['serverAuth'],
    subjectKeyIdentifier: undefined,
    authorityKeyIdentifier: undefined,
  };
}

/**
 * Returns the remedy that issues a self-signed certificate, as Exchange does; undefined without a
 * personal store, the only store that mailcertd writes to. A certificate for the computer's FQDN
 * also becomes the internal transport certificate if the recorded one is missing; `--force`
 * replaces the confirmation.
 */
export function issueSelfSignedForName(
  name: string,
  assessment: Pick<Assessment, 'observation' | 'settings' | 'internalCertificate'>,
): Remedy | undefined {
  const { observation, settings, internalCertificate } = assessment;
  const personal = personalStoreOf(assessment);
  if (personal === undefined) return undefined;
  const { path, name: store } = personal.store;
  const issued: StoredCertificate = {
    certificate: expectedSelfSigned(name, observation.now),
    store,
    location: { path: `${path}/${NOT_ISSUED}/certificate.pem`, block: 0, alias: undefined },
    services: ['SMTP'],
    key: { kind: 'matches', path: `${path}/${NOT_ISSUED}/privkey.pem`, access: CORRECT_KEY_ACCESS },
  };
  // The recorded internal transport certificate is in no store that connectors search.
  const replacesMissingInternal =
    name === observation.computer.fqdn &&
    observation.internalTransport.source === 'recorded' &&
    internalCertificate === undefined;
  const command = [...settings.command, 'certificates', 'new', '--domain-name', name, '--services', 'SMTP'];
  return {
    commands: [replacesMissingInternal ? [...command, '--force'] : command],
    effect: { added: [issued] },
  };
}
