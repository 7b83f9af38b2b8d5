import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { TemporaryFolder } from '../fixtures/temporary-folder.ts';

/**
 * Starts an rsyslog with this configuration; it is stopped when disposed.
 * @throws {Error} if the configuration is invalid
 */
export async function startRsyslog(folder: TemporaryFolder, configuration: string): Promise<AsyncDisposable> {
  const file = folder.write('rsyslog.conf', configuration);
  await promisify(execFile)('rsyslogd', ['-N1', '-f', file]);
  const child = spawn('rsyslogd', ['-n', '-f', file, '-i', folder.at('rsyslog.pid')], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  return {
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
