import type { Stats } from 'node:fs';
import { CERTIFICATE_FILE_FAILURES } from '../../../domain/failure/certificate-file-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';

/** Returns the type of a file that is not a regular file, as the failure of reading it. */
export function fileTypeOf(stats: Pick<Stats, 'isDirectory' | 'isFIFO' | 'isSocket'>): Failure {
  if (stats.isDirectory()) return CERTIFICATE_FILE_FAILURES.file_is_directory;
  if (stats.isFIFO()) return CERTIFICATE_FILE_FAILURES.file_is_fifo;
  return stats.isSocket() ? CERTIFICATE_FILE_FAILURES.file_is_socket : CERTIFICATE_FILE_FAILURES.file_is_device;
}
