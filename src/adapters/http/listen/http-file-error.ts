import type { Failure } from '../../../domain/failure/failure.ts';
import { failureOfError } from '../../../domain/failure/failure-of-error.ts';
import type { HttpServerSettings } from '../../../domain/http/http-server-settings.ts';
import { readTlsFiles } from './read-tls-files.ts';
import { readToken } from './read-token.ts';

/**
 * Returns the error with which the server will not start because of a file. Returns undefined if
 * there is none, or if this process may not read the file: the daemon has another account.
 * @param key the file that is checked; `certificateFile` means all files of TLS
 */
export async function httpFileError(
  key: 'tokenFile' | 'certificateFile',
  { tokenFile, tls }: Pick<HttpServerSettings, 'tokenFile' | 'tls'>,
): Promise<Failure | undefined> {
  try {
    if (key === 'tokenFile' && tokenFile !== undefined) await readToken(tokenFile);
    if (key === 'certificateFile' && tls !== undefined) await readTlsFiles(tls);
    return undefined;
  } catch (error) {
    return isAccessDenied(error) ? undefined : failureOfError(error);
  }
}

function isAccessDenied(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === 'EACCES') || isAccessDenied(error.cause);
}
