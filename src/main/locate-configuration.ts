import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { DEFAULT_FILE } from '../adapters/config/resolve/resolve-configuration.ts';

/**
 * Returns the path of the configuration file: `--config`, $MAILCERTD_CONFIG, the first directory
 * of the unit's $CONFIGURATION_DIRECTORY, or /etc/mailcertd/mailcertd.yaml. The file
 * need not exist.
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html
 */
export function locateConfiguration(
  configOption: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  const named = configOption ?? environment['MAILCERTD_CONFIG'];
  if (named !== undefined && named !== '') return resolve(named);
  const isUnit = environment['SYSTEMD_EXEC_PID'] === String(process.pid);
  const [directory] = isUnit ? (environment['CONFIGURATION_DIRECTORY'] ?? '').split(':') : [];
  return directory ? join(directory, basename(DEFAULT_FILE)) : DEFAULT_FILE;
}

/** Returns true if $MAILCERTD_CONFIG names a file. */
export function isConfigurationNamed(environment: NodeJS.ProcessEnv = process.env): boolean {
  return (environment['MAILCERTD_CONFIG'] ?? '') !== '';
}

/** Returns true if a path exists, readable or not. */
export function configurationExists(file: string): boolean {
  return existsSync(file);
}
