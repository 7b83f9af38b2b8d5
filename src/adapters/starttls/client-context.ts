import { createPrivateKey } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import type { Endpoint } from '../../domain/connector/served.ts';
import type { Problem, Reason } from '../../domain/problem.ts';
import { readBounded, UnfitFileError } from './read-bounded.ts';
import { secureContext } from './secure-context.ts';

/** A chain and a key are a few thousand. */
const MOST_OCTETS = 0x4_0000;

const REASONS: Readonly<Record<string, Reason>> = {
  ENOENT: 'not_found',
  ENOTDIR: 'not_found',
  EACCES: 'permission_denied',
  EPERM: 'permission_denied',
  ELOOP: 'symlink_loop',
  // What comes of it that nobody is asked for a password.
  ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED: 'key_encrypted',
  ERR_OSSL_BAD_DECRYPT: 'key_encrypted',
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: 'key_malformed',
};

/** With what a prober shows of itself, read now; or what is wrong with one of the two files. */
export async function clientContext(
  keyType: Endpoint['keyType'],
  { certificateFile, keyFile }: NonNullable<ProbeTarget['client']>,
): Promise<SecureContext | { readonly problem: Problem }> {
  let location = keyFile;
  let otherwise: Reason = 'io_error';
  let key: Buffer | undefined;
  try {
    key = await readBounded(keyFile, MOST_OCTETS);
    otherwise = 'key_malformed';
    createPrivateKey(key);
    location = certificateFile;
    otherwise = 'io_error';
    const cert = await readBounded(certificateFile, MOST_OCTETS);
    otherwise = 'certificate_malformed';
    return secureContext(keyType, { cert, key });
  } catch (error) {
    if (error instanceof UnfitFileError) return { problem: { reason: error.reason, location, detail: '' } };
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH') location = keyFile;
    // `error:05800074:x509 certificate routines::key values mismatch`; the rest of a system's error stands in the reason.
    const [, detail = code] = /^error:[^:]*:[^:]*:[^:]*:(.*)$/.exec(message) ?? [];
    return { problem: { reason: REASONS[code] ?? otherwise, location, detail } };
  } finally {
    key?.fill(0);
  }
}
