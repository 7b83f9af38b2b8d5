import type { Assessment } from '../assessment/assess.ts';
import { type Certificate, CLOSED_TO_STRANGERS, type StoredCertificate } from '../certificate/certificate.ts';
import { commonNameSubject } from '../certificate/common-name-subject.ts';
import { addCalendarYears, type Instant } from '../time.ts';
import { personalOf } from './personal.ts';
import { NOT_ISSUED, type Remedy } from './remedy.ts';

/** What a self-signed certificate for one name says, as far as it can be foreseen. */
export function selfSigned(name: string, now: Instant): Certificate {
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
 * A new certificate for a name that nobody carries, self-signed as Exchange's own are. undefined: there is no store that is
 * written to. The recorded internal transport certificate that is gone gives way to it unasked.
 */
export function issueSelfSignedCommands(
  name: string,
  assessment: Pick<Assessment, 'observation' | 'settings' | 'internal'>,
): Remedy | undefined {
  const { observation, settings, internal } = assessment;
  const personal = personalOf(assessment);
  if (personal === undefined) return undefined;
  const { path, name: store } = personal.store;
  const made: StoredCertificate = {
    certificate: selfSigned(name, observation.now),
    store,
    location: { path: `${path}/${NOT_ISSUED}/certificate.pem`, block: 0, alias: undefined },
    services: ['SMTP'],
    key: { kind: 'matches', path: `${path}/${NOT_ISSUED}/privkey.pem`, access: CLOSED_TO_STRANGERS },
  };
  const isGone =
    name === observation.computer.fqdn && observation.internalTransport.source === 'recorded' && internal === undefined;
  const asked = ['certificates', 'new', '--domain-name', name, '--services', 'SMTP'];
  return {
    commands: [[...settings.command, ...asked, ...(isGone ? ['--force'] : [])]],
    brings: { added: [made] },
  };
}
