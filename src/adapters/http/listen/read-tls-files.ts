import { readFile, stat } from 'node:fs/promises';
import type { SecureContextOptions } from 'node:tls';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { FILE_CAUSE_FAILURES } from '../../../domain/failure/file-cause-failures.ts';
import { HTTP_SERVER_FAILURES } from '../../../domain/failure/http-failures.ts';
import { messageOf } from '../../../domain/failure/message-of.ts';
import type { HttpTlsFiles } from '../../../domain/http/http-server-settings.ts';
import { visible } from '../../../formats/terminal/visible.ts';

/** The maximum size of a file, bytes. */
const MAX_TLS_FILE_BYTES = 0x10_0000;

async function read(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > MAX_TLS_FILE_BYTES) {
      throw new FailureError(FILE_CAUSE_FAILURES.file_larger_than({ kibibytes: MAX_TLS_FILE_BYTES / 1024 }));
    }
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const cause = code === 'ENOENT' ? FILE_CAUSE_FAILURES.file_not_found : undefined;
    const failure = error instanceof FailureError ? error.failure : (cause ?? messageOf(error));
    throw new FailureError(HTTP_SERVER_FAILURES.tls_file_unusable({ path: visible(path), cause: failure }), error);
  }
}

/**
 * Reads the certificate, the key and the CA certificates of clients, and checks them.
 * @throws {FailureError}
 */
export async function readTlsFiles(files: HttpTlsFiles): Promise<SecureContextOptions> {
  const { certificateFile, keyFile, clientCaFile } = files;
  // Loaded only for HTTPS.
  const { createSecureContext } = await import('node:tls');
  const [cert, key] = [await read(certificateFile), await read(keyFile)];
  const ca = clientCaFile === undefined ? undefined : await read(clientCaFile);
  const options: SecureContextOptions = { cert, key, ...(ca === undefined ? {} : { ca }), minVersion: 'TLSv1.2' };
  try {
    createSecureContext(options);
    return options;
  } catch (error) {
    throw new FailureError(describeTlsError(error, files), error);
  }
}

function describeTlsError(error: unknown, { certificateFile, keyFile }: HttpTlsFiles): FailureError['failure'] {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const [certificate, key] = [visible(certificateFile), visible(keyFile)];
  return code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'
    ? HTTP_SERVER_FAILURES.tls_files_do_not_match({ certificateFile: certificate, keyFile: key })
    : HTTP_SERVER_FAILURES.tls_file_unusable({ path: certificate, cause: messageOf(error) });
}
