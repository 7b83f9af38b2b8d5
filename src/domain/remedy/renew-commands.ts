import type { Assessment } from '../assessment/assess.ts';
import { alterCertificate } from '../certificate/alter-certificate.ts';
import { alterStored } from '../certificate/alter-stored.ts';
import { type Certificate, CLOSED_TO_STRANGERS, type StoredCertificate } from '../certificate/certificate.ts';
import { canonicalDnsName } from '../certificate/dns-name.ts';
import { isFileStore } from '../connector/certificate-file.ts';
import { addCalendarYears } from '../time.ts';
import { certbotLineage, certbotRenew } from './certbot.ts';
import { personalOf } from './personal.ts';
import { type AssumedChange, NOT_ISSUED, type Remedy } from './remedy.ts';

/** Whether two are one certificate in one place, whichever look they are of. */
function isSame(a: StoredCertificate, b: StoredCertificate): boolean {
  return (
    a === b ||
    (a.certificate.thumbprint === b.certificate.thumbprint &&
      a.store === b.store &&
      a.location.path === b.location.path &&
      a.location.block === b.location.block)
  );
}

/** One certificate is another one then. */
export function inPlaceOf(
  of: StoredCertificate,
  into: (stored: StoredCertificate) => StoredCertificate,
): NonNullable<AssumedChange['certificate']> {
  return (stored) => (isSame(of, stored) ? into(stored) : stored);
}

/** The next one, as far as it can be foreseen. */
function successor(stored: StoredCertificate, notBefore: number, notAfter: number): StoredCertificate {
  return alterStored(stored, {
    certificate: alterCertificate(stored.certificate, {
      thumbprint: NOT_ISSUED,
      sha256Fingerprint: '',
      serialNumber: '',
      notBefore,
      notAfter,
    }),
    key: { kind: 'matches', path: stored.key.path, access: CLOSED_TO_STRANGERS },
  });
}

/** What of a key file OpenSSL can sign with, asking for nothing. */
const isPlainKey = (path: string): boolean => !/\.(?:p12|pfx|jks|ks|keystore)$/i.test(path);

/** OpenSSL's request for the same names with the same key: a name that stands in the CN alone is asked for as a DNS name too. */
function requestFor(
  { dnsNames, ipAddresses, commonNames }: Certificate,
  path: string,
  keyPath: string,
): readonly string[] {
  const [name] = commonNames.flatMap((commonName) => canonicalDnsName(commonName) ?? []);
  if (dnsNames.length > 0 || ipAddresses.length > 0 || name === undefined) {
    return ['x509', '-x509toreq', '-copy_extensions', 'copy', '-in', path, '-signkey', keyPath];
  }
  return ['req', '-new', '-key', keyPath, '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
}

/**
 * How a certificate is renewed: by certbot if it keeps it; as a clone in the store that is written to; else by a request for
 * whoever issued it. undefined: nobody here can.
 * @param isForced also where it has time left
 */
export function renewCommands(
  stored: StoredCertificate,
  assessment: Pick<Assessment, 'observation' | 'settings'>,
  isForced = false,
): Remedy | undefined {
  const { observation, settings } = assessment;
  const { now } = observation;
  const { certificate, location, key } = stored;
  const { thumbprint, isSelfIssued, notBefore, notAfter } = certificate;
  const lineage = certbotLineage(location.path);
  if (lineage !== undefined) {
    return {
      commands: [certbotRenew(lineage, isForced ? ['--force-renewal'] : [])],
      brings: {
        certificate: inPlaceOf(stored, (old) => successor(old, now, now + (notAfter - notBefore))),
        issuedLike: thumbprint,
      },
    };
  }
  if (isFileStore(stored.store)) {
    const signsWith = key.kind === 'matches' && location.block === 0 ? key.path : undefined;
    if (isSelfIssued || signsWith === undefined || !isPlainKey(signsWith)) return undefined;
    return { commands: [['openssl', ...requestFor(certificate, location.path, signsWith)]] };
  }
  const personal = personalOf(assessment);
  if (personal === undefined) return undefined;
  const renew = [...settings.command, 'certificates', 'renew', thumbprint];
  if (!isSelfIssued) return { commands: [[...renew, '--request']] };
  const path = `${personal.store.path}/${NOT_ISSUED}/certificate.pem`;
  const clone = alterStored(successor(stored, now, addCalendarYears(now, 1)), {
    store: personal.store.name,
    location: { path, block: 0, alias: undefined },
  });
  // The command opens the clone's key to those who can read the one before, where it lies in the same store.
  const isOpened = stored.store === personal.store.name && key.kind === 'matches';
  return { commands: [renew], brings: { added: [clone], ...(isOpened ? { keyAccessOf: stored } : {}) } };
}
