import { createPrivateKey } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import { CLIENT_CERTIFICATE_FAILURES } from '../../domain/failure/client-certificate-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { FILE_CAUSE_FAILURES } from '../../domain/failure/file-cause-failures.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfFailure } from '../../domain/failure/problem-of-failure.ts';
import type { Endpoint } from '../../domain/served/served.ts';
import { readFileWithLimit, UnusableFileError } from './read-file-with-limit.ts';
import { secureContext } from './secure-context.ts';

type Client = NonNullable<ProbeTarget['client']>;

/** The maximum size of a file, bytes. A chain with its key has a few thousand bytes. */
const MAX_FILE_BYTES = 0x4_0000;

const FAILURES: ReadonlyMap<string, Failure> = new Map([
  ['ENOENT', FILE_CAUSE_FAILURES.file_not_found],
  ['ENOTDIR', FILE_CAUSE_FAILURES.file_not_found],
  ['EACCES', CLIENT_CERTIFICATE_FAILURES.client_file_access_denied],
  ['EPERM', CLIENT_CERTIFICATE_FAILURES.client_file_access_denied],
  ['ELOOP', FILE_CAUSE_FAILURES.file_link_loop],
  // The error of OpenSSL if no passphrase is available.
  ['ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED', CLIENT_CERTIFICATE_FAILURES.client_key_encrypted],
  ['ERR_OSSL_BAD_DECRYPT', CLIENT_CERTIFICATE_FAILURES.client_key_encrypted],
]);
const UNUSABLE_FILES: Readonly<Record<UnusableFileError['reason'], Failure>> = {
  not_a_regular_file: FILE_CAUSE_FAILURES.file_not_regular,
  too_large: FILE_CAUSE_FAILURES.file_larger_than({ kibibytes: MAX_FILE_BYTES / 1024 }),
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
    const failure = FILE_CAUSE_FAILURES.file_at_path({
      path: location,
      cause: clientFailure(error, parsedPart, client),
    });
    return { problem: problemOfFailure('client_certificate_unusable', location, failure) };
  } finally {
    key?.fill(0);
  }
}

function clientFailure(error: unknown, parsedPart: ParsedPart, { certificateFile, keyFile }: Client): Failure | string {
  if (error instanceof UnusableFileError) return UNUSABLE_FILES[error.reason];
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === MISMATCH_CODE) return CLIENT_CERTIFICATE_FAILURES.client_key_mismatch({ path: certificateFile });
  const failure = FAILURES.get(code);
  if (failure !== undefined) return failure;
  if (parsedPart === undefined) return code === '' ? message : code;
  // For example `error:1E08010C:DECODER routines::unsupported`.
  const [, opensslReason = code] = /^error:[^:]*:[^:]*:[^:]*:(.*)$/.exec(message) ?? [];
  const values = { error: opensslReason };
  if (parsedPart === 'certificate') return CLIENT_CERTIFICATE_FAILURES.client_certificate_not_loaded(values);
  return certificateFile === keyFile
    ? CLIENT_CERTIFICATE_FAILURES.client_key_not_in_file(values)
    : CLIENT_CERTIFICATE_FAILURES.client_key_unusable(values);
}
