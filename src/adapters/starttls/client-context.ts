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
  ERR_MISSING_PASSPHRASE: 'key_encrypted',
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
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (error instanceof UnfitFileError) return { problem: { reason: error.reason, location, detail: '' } };
    if (code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH') location = keyFile;
    return { problem: { reason: REASONS[code] ?? otherwise, location, detail: message.replace(/\s+/g, ' ') } };
  } finally {
    key?.fill(0);
  }
}
