import { statSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_LOG_CAUSES } from '../../../domain/failure/event-log-cause-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { SCHEMA_VERSION } from './schema.ts';

/** The directory in which the Debian package makes a backup before an upgrade changes the schema. */
const BACKUPS = '/var/backups/mailcertd';

/**
 * Returns why this program cannot use an event log of a newer schema, with the backup that an
 * upgrade made of the event log before, if it exists.
 * @param backups the directory of such backups
 */
export function newerSchema(version: number, backups: string = BACKUPS): Failure {
  const backup = join(backups, `state-format-${SCHEMA_VERSION}.backup`);
  const exists = isFile(backup);
  return EVENT_LOG_CAUSES.event_log_newer({
    version,
    supported: SCHEMA_VERSION,
    backup: exists ? backup : undefined,
  });
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
