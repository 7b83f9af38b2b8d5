import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { TemporaryDirectory } from '../fixtures/temporary-directory.ts';

/**
 * Starts an rsyslog with this configuration; it is stopped when disposed.
 * @throws {Error} if the configuration is invalid
 */
export async function startRsyslog(directory: TemporaryDirectory, configuration: string): Promise<AsyncDisposable> {
  const file = directory.write('rsyslog.conf', configuration);
  await promisify(execFile)('rsyslogd', ['-N1', '-f', file]);
  const child = spawn('rsyslogd', ['-n', '-f', file, '-i', directory.at('rsyslog.pid')], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  return {
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
