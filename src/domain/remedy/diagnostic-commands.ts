import type { Settings } from '../assessment/settings.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import type { RejectionReason, UnusableFile } from '../selection/selection.ts';
import type { Command } from './remedy.ts';

/** Returns whether `openssl x509` finds the certificate in its file without a password. */
const isReadableByOpenSsl = ({ location: { path, block } }: StoredCertificate): boolean =>
  block === 0 && !/\.(?:p12|pfx|jks|ks|keystore|p7b|p7c|json)$/i.test(path);

/**
 * Returns the command that shows properties of a certificate: OpenSSL, or `certificates show` if
 * OpenSSL cannot read the file.
 */
export function showCertificateCommand(
  stored: StoredCertificate,
  { command }: Pick<Settings, 'command'>,
  openSslOptions: readonly string[],
): Command {
  return isReadableByOpenSsl(stored)
    ? ['openssl', 'x509', '-in', stored.location.path, '-noout', ...openSslOptions]
    : [...command, 'certificates', 'show', stored.certificate.thumbprint];
}

/** Returns the command that lists the certificates of a store or file, each with its expiry. */
export function listCertificatesCommand(
  path: string,
  { command }: Pick<Settings, 'command'>,
  options: readonly string[] = [],
): Command {
  // `--store` does not accept the export of an Exchange server.
  const store = path.endsWith('.json') ? [] : ['--store', path];
  return [...command, 'certificates', 'list', ...store, ...options];
}

/**
 * Returns the commands that show the public key of a certificate, and the public key of its key
 * file if there is one.
 */
export function compareKeysCommands(
  stored: StoredCertificate,
  settings: Pick<Settings, 'command'>,
): readonly Command[] {
  const { kind, path } = stored.key;
  const showPublicKey = showCertificateCommand(stored, settings, ['-pubkey']);
  return path === undefined || kind === 'missing'
    ? [showPublicKey]
    : [showPublicKey, ['openssl', 'pkey', '-in', path, '-pubout']];
}

/**
 * Returns the commands that show why a certificate was rejected, for reasons that no command fixes.
 */
export function diagnosticCommands(
  stored: StoredCertificate,
  reason: RejectionReason,
  settings: Pick<Settings, 'command'>,
): readonly Command[] {
  switch (reason) {
    case 'private-key-missing':
    case 'private-key-mismatch':
      return compareKeysCommands(stored, settings);
    case 'not-yet-valid':
      return [['date', '-u'], showCertificateCommand(stored, settings, ['-startdate'])];
    case 'leaf-not-first':
      return [listCertificatesCommand(stored.location.path, settings)];
    case 'purpose-mismatch':
      return [showCertificateCommand(stored, settings, ['-ext', 'keyUsage,extendedKeyUsage'])];
    case 'issuer-mismatch':
    case 'subject-mismatch':
      return [showCertificateCommand(stored, settings, ['-issuer', '-subject', '-nameopt', 'RFC2253'])];
    case 'certificate-host-mismatch':
      return [showCertificateCommand(stored, settings, ['-subject', '-ext', 'subjectAltName'])];
    default:
      return [showCertificateCommand(stored, settings, ['-subject', '-issuer', '-dates'])];
  }
}

/** Returns the command that shows why a server cannot use a certificate file. */
export function diagnoseFileCommand({ path, reason }: Pick<UnusableFile, 'path' | 'reason'>): Command {
  return reason === 'certificate-file-missing'
    ? ['namei', '-l', path]
    : ['openssl', 'x509', '-in', path, '-noout', '-subject'];
}
