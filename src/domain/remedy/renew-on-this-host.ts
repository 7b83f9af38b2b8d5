import type { Assessment } from '../assessment/assess.ts';
import { type Certificate, CORRECT_KEY_ACCESS, type StoredCertificate } from '../certificate/certificate.ts';
import { copyCertificate } from '../certificate/copy-certificate.ts';
import { copyStoredCertificate } from '../certificate/copy-stored-certificate.ts';
import { canonicalDnsName } from '../certificate/dns-name.ts';
import { weaknessOf } from '../certificate/weakness.ts';
import { isConnectorFile } from '../connector/certificate-file.ts';
import { addCalendarYears } from '../time.ts';
import { certbotLineage, certbotRenew } from './certbot.ts';
import { personalStoreOf } from './personal-location.ts';
import { type AssumedChange, NOT_ISSUED, type Remedy } from './remedy.ts';

/**
 * Returns whether two objects, which may be from different scans, are one certificate at one place.
 */
function isSameStored(a: StoredCertificate, b: StoredCertificate): boolean {
  return (
    a === b ||
    (a.certificate.thumbprint === b.certificate.thumbprint &&
      a.store === b.store &&
      a.location.path === b.location.path &&
      a.location.block === b.location.block)
  );
}

/** Returns an assumed change of one certificate; all others stay as they are. */
export function changeOnly(
  target: StoredCertificate,
  change: (stored: StoredCertificate) => StoredCertificate,
): NonNullable<AssumedChange['certificate']> {
  return (stored) => (isSameStored(target, stored) ? change(stored) : stored);
}

/**
 * Returns the expected renewed certificate, for simulations; values that are known only after
 * issuing are empty.
 */
function expectedRenewal(stored: StoredCertificate, notBefore: number, notAfter: number): StoredCertificate {
  return copyStoredCertificate(stored, {
    certificate: copyCertificate(stored.certificate, {
      thumbprint: NOT_ISSUED,
      sha256Fingerprint: '',
      serialNumber: '',
      notBefore,
      notAfter,
    }),
    key: { kind: 'matches', path: stored.key.path, access: CORRECT_KEY_ACCESS },
  });
}

/** Returns whether OpenSSL reads the format of a key file without further options. */
const isKeyReadableByOpenSsl = (path: string): boolean => !/\.(?:p12|pfx|jks|ks|keystore)$/i.test(path);

/**
 * Returns the OpenSSL arguments for a CSR with the same key and names. A name that is only in the
 * CN is also requested as a DNS name.
 */
function csrArguments(
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

/** Returns the options of certbot for a new certificate, with a new key type in place of a weak key. */
function forcedOptions(certificate: Certificate): readonly string[] {
  // Without the option, certbot uses the key type and size of the old certificate again.
  const isKeyWeak = weaknessOf(certificate)?.endsWith('-key') ?? false;
  return ['--force-renewal', ...(isKeyWeak ? ['--key-type', 'ecdsa'] : [])];
}

/**
 * Returns the remedy that renews a certificate: with certbot, as a clone in the personal store (the
 * only store that mailcertd writes to), or by a CSR to its CA. undefined if it cannot be renewed
 * here.
 * @param isRenewalForced true to renew the certificate before its renewal is due. Default: false
 */
export function renewOnThisHost(
  stored: StoredCertificate,
  assessment: Pick<Assessment, 'observation' | 'settings'>,
  { isRenewalForced }: { readonly isRenewalForced: boolean } = { isRenewalForced: false },
): Remedy | undefined {
  const { observation, settings } = assessment;
  const { now } = observation;
  const { certificate, location, key } = stored;
  const { thumbprint, isSelfIssued, notBefore, notAfter } = certificate;
  const lineage = certbotLineage(location.path);
  if (lineage !== undefined) {
    return {
      commands: [certbotRenew(lineage, isRenewalForced ? forcedOptions(certificate) : [])],
      effect: {
        certificate: changeOnly(stored, (old) => expectedRenewal(old, now, now + (notAfter - notBefore))),
        issuedLike: thumbprint,
      },
    };
  }
  if (isConnectorFile(stored.store)) {
    // OpenSSL reads the first certificate of the file, so another one cannot be renewed this way.
    const signingKeyPath = key.kind === 'matches' && location.block === 0 ? key.path : undefined;
    if (isSelfIssued || signingKeyPath === undefined || !isKeyReadableByOpenSsl(signingKeyPath)) return undefined;
    return { commands: [['openssl', ...csrArguments(certificate, location.path, signingKeyPath)]] };
  }
  const personal = personalStoreOf(assessment);
  if (personal === undefined) return undefined;
  const renew = [...settings.command, 'certificates', 'renew', thumbprint];
  if (!isSelfIssued) return { commands: [[...renew, '--request']] };
  const path = `${personal.store.path}/${NOT_ISSUED}/certificate.pem`;
  const clone = copyStoredCertificate(expectedRenewal(stored, now, addCalendarYears(now, 1)), {
    store: personal.store.name,
    location: { path, block: 0, alias: undefined },
  });
  // If both certificates are in the same store, the command gives the new key the same readers.
  const keepsKeyReaders = stored.store === personal.store.name && key.kind === 'matches';
  return { commands: [renew], effect: { added: [clone], ...(keepsKeyReaders ? { keyAccessOf: stored } : {}) } };
}
