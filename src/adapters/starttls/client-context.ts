import { createPrivateKey } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Endpoint } from '../../domain/served/served.ts';
import { readFileWithLimit, UnusableFileError } from './read-file-with-limit.ts';
import { secureContext } from './secure-context.ts';

type Client = NonNullable<ProbeTarget['client']>;

/** The maximum size of a file, bytes. A chain with its key has a few thousand bytes. */
const MAX_FILE_BYTES = 0x4_0000;

const MISSING = 'it does not exist';
const PERMISSION_DENIED = 'permission denied; the account that mailcertd runs as must be able to read it';
const ENCRYPTED = 'its private key is encrypted; write it without a passphrase';
const TEXT_BY_CODE: Readonly<Record<string, string>> = {
  ENOENT: MISSING,
  ENOTDIR: MISSING,
  EACCES: PERMISSION_DENIED,
  EPERM: PERMISSION_DENIED,
  ELOOP: 'symbolic link loop',
  // The error of OpenSSL if no passphrase is available.
  ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED: ENCRYPTED,
  ERR_OSSL_BAD_DECRYPT: ENCRYPTED,
};
const UNUSABLE_TEXTS: Readonly<Record<UnusableFileError['reason'], string>> = {
  not_a_regular_file: 'it is not a regular file',
  too_large: `it is larger than ${MAX_FILE_BYTES / 1024} KiB`,
};
const MISMATCH_CODE = 'ERR_OSSL_X509_KEY_VALUES_MISMATCH';

/** The content that is being parsed when an error occurs; undefined: a file is being read. */
type ParsedPart = 'key' | 'certificate' | undefined;

/**
 * Reads the client certificate of a connector and its key, and returns a TLS context with them, or
 * the problem of one of the files. The `detail` of the problem begins with the path of the file,
 * because some screens show only the detail.
 */
export async function clientContext(
  keyType: Endpoint['keyType'],
  client: Client,
): Promise<SecureContext | { readonly problem: Problem }> {
  const { certificateFile, keyFile } = client;
  let location = keyFile;
  let parsedPart: ParsedPart;
  let key: Buffer | undefined;
  try {
    key = await readFileWithLimit(keyFile, MAX_FILE_BYTES);
    parsedPart = 'key';
    // Parsed only to detect an unusable key: the error of `secureContext` does not say which of the
    // two files is unusable.
    createPrivateKey(key);
    location = certificateFile;
    parsedPart = undefined;
    const cert = await readFileWithLimit(certificateFile, MAX_FILE_BYTES);
    parsedPart = 'certificate';
    return secureContext(keyType, { cert, key });
  } catch (error) {
    // OpenSSL detects the mismatch while `location` is the certificate file.
    if ((error as NodeJS.ErrnoException).code === MISMATCH_CODE) location = keyFile;
    const detail = `${location}: ${errorText(error, parsedPart, client)}`;
    return { problem: { reason: 'client_certificate_unusable', location, detail } };
  } finally {
    key?.fill(0);
  }
}

function errorText(error: unknown, parsedPart: ParsedPart, { certificateFile, keyFile }: Client): string {
  if (error instanceof UnusableFileError) return UNUSABLE_TEXTS[error.reason];
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === MISMATCH_CODE) return `its private key does not match the certificate in ${certificateFile}`;
  const text = TEXT_BY_CODE[code];
  if (text !== undefined) return text;
  if (parsedPart === undefined) return code === '' ? message : code;
  // For example `error:1E08010C:DECODER routines::unsupported`.
  const [, opensslReason = code] = /^error:[^:]*:[^:]*:[^:]*:(.*)$/.exec(message) ?? [];
  if (parsedPart === 'certificate') return `it contains no usable PEM certificate (${opensslReason})`;
  const nextStep = certificateFile === keyFile ? '; set clientKeyFile to the file of the key' : '';
  return `it contains no usable PEM private key (${opensslReason})${nextStep}`;
}
