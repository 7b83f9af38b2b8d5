import type { Settings } from '../assessment/settings.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import type { RejectionReason, UnusableFile } from '../selection/select-certificate.ts';
import type { Command } from './remedy.ts';

/** What OpenSSL reads without a password. */
const isPlain = ({ location: { path, block } }: StoredCertificate): boolean =>
  block === 0 && !/\.(?:p12|pfx|jks|ks|keystore|p7b|p7c|json)$/i.test(path);

/** Shows something of a certificate where it lies; mailcertd's own view where OpenSSL does not find it. */
export function showCertificate(
  stored: StoredCertificate,
  { command }: Pick<Settings, 'command'>,
  what: readonly string[],
): Command {
  return isPlain(stored)
    ? ['openssl', 'x509', '-in', stored.location.path, '-noout', ...what]
    : [...command, 'certificates', 'show', stored.certificate.thumbprint];
}

/** Lists what lies in a store, or in a file, each with its end. */
export function listFiles(
  path: string,
  { command }: Pick<Settings, 'command'>,
  options: readonly string[] = [],
): Command {
  // An export is no store to whoever names its path.
  const store = path.endsWith('.json') ? [] : ['--store', path];
  return [...command, 'certificates', 'list', ...store, ...options];
}

/** The two public keys that have to be the same; of a certificate without a key: the one that a key has to have. */
export function compareKeys(stored: StoredCertificate, settings: Pick<Settings, 'command'>): readonly Command[] {
  const { kind, path } = stored.key;
  const own = showCertificate(stored, settings, ['-pubkey']);
  return path === undefined || kind === 'missing' ? [own] : [own, ['openssl', 'pkey', '-in', path, '-pubout']];
}

/** What shows more of a fault that no command mends. */
export function diagnosticCommands(
  stored: StoredCertificate,
  reason: RejectionReason,
  settings: Pick<Settings, 'command'>,
): readonly Command[] {
  switch (reason) {
    case 'private-key-missing':
    case 'private-key-mismatch':
      return compareKeys(stored, settings);
    case 'not-yet-valid':
      return [['date', '-u'], showCertificate(stored, settings, ['-startdate'])];
    case 'leaf-not-first':
      return [listFiles(stored.location.path, settings)];
    case 'purpose-mismatch':
      return [showCertificate(stored, settings, ['-ext', 'keyUsage,extendedKeyUsage'])];
    case 'issuer-mismatch':
    case 'subject-mismatch':
      return [showCertificate(stored, settings, ['-issuer', '-subject', '-nameopt', 'RFC2253'])];
    case 'certificate-host-mismatch':
      return [showCertificate(stored, settings, ['-subject', '-ext', 'subjectAltName'])];
    default:
      return [showCertificate(stored, settings, ['-subject', '-issuer', '-dates'])];
  }
}

/** What shows why a file that a server names is of no use. */
export function diagnoseFile({ path, reason }: Pick<UnusableFile, 'path' | 'reason'>): Command {
  return reason === 'certificate-file-missing'
    ? ['namei', '-l', path]
    : ['openssl', 'x509', '-in', path, '-noout', '-subject'];
}
