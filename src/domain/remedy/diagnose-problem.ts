import type { Reason } from '../failure/problem.ts';
import type { Command } from './remedy.ts';

const KEY_FILE = /(?:\/privkey\.pem|\.key)$/;
const PKCS12_FILE = /\.(?:p12|pfx)$/i;

/** Reasons that are about a path or a directory, not about the content of a file. */
const PATH_REASONS: ReadonlySet<Reason> = new Set<Reason>([
  'permission_denied',
  'not_found',
  'symlink_loop',
  'not_a_regular_file',
  'too_many_files',
  'io_error',
]);

/**
 * Returns whether a reason is about the path of a store, so that `pathCommands` shows the cause.
 */
export function isPathReason(reason: Reason): boolean {
  return PATH_REASONS.has(reason);
}

/**
 * Returns the command that shows where the path to a store is blocked. For a glob, shows the
 * directory before the first pattern.
 */
export function pathCommands(store: string): Command {
  const segments = store.split('/');
  const firstPattern = segments.findIndex((segment) => /[*?[]/.test(segment));
  return ['namei', '-l', firstPattern === -1 ? store : segments.slice(0, firstPattern).join('/') || '/'];
}

/** Returns the command that shows why a file of a store cannot be read. */
export function diagnoseProblem(path: string, reason: Reason): Command {
  switch (reason) {
    case 'permission_denied':
    case 'not_found':
    case 'symlink_loop':
    case 'not_a_regular_file':
      return ['namei', '-l', path];
    case 'too_large':
    case 'too_many_files':
    case 'changed_while_reading':
    case 'io_error':
      return ['stat', path];
    case 'keystore_malformed':
    case 'password_missing':
    case 'password_wrong':
    case 'mac_unsupported':
    case 'cipher_unsupported':
    case 'too_many_iterations':
      return PKCS12_FILE.test(path)
        ? ['openssl', 'pkcs12', '-in', path, '-info', '-noout']
        : ['keytool', '-list', '-keystore', path];
    case 'key_encrypted':
    case 'key_malformed':
      return ['openssl', 'pkey', '-in', path, '-noout'];
    case 'configuration_invalid':
      return ['cat', path];
    default:
      return KEY_FILE.test(path)
        ? ['openssl', 'pkey', '-in', path, '-noout']
        : ['openssl', 'x509', '-in', path, '-noout', '-subject', '-dates'];
  }
}
