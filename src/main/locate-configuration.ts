import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { DEFAULT_FILE } from '../adapters/config/resolve/resolve-configuration.ts';

/**
 * The configuration file that is meant: `--config`, $MAILCERTD_CONFIG, the unit's own $CONFIGURATION_DIRECTORY (the first
 * of its colon-separated list), else /etc/mailcertd/mailcertd.yaml. It need not exist.
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html
 */
export function locateConfiguration(asked: string | undefined, environment: NodeJS.ProcessEnv = process.env): string {
  const named = asked ?? environment['MAILCERTD_CONFIG'];
  if (named !== undefined && named !== '') return resolve(named);
  const isUnit = environment['SYSTEMD_EXEC_PID'] === String(process.pid);
  const [directory] = isUnit ? (environment['CONFIGURATION_DIRECTORY'] ?? '').split(':') : [];
  return directory ? join(directory, basename(DEFAULT_FILE)) : DEFAULT_FILE;
}

/** Whether $MAILCERTD_CONFIG names one. */
export function isConfigurationNamed(environment: NodeJS.ProcessEnv = process.env): boolean {
  return (environment['MAILCERTD_CONFIG'] ?? '') !== '';
}

/** Whether there is something at that path, readable or not. */
export function configurationExists(file: string): boolean {
  return existsSync(file);
}
