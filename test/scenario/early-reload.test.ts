import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
const HANGUP = 0b1n;

/**
 * Returns whether a process has a handler for SIGHUP. Without one, the signal would kill it.
 * @see proc_pid_status(5)
 */
function catchesHangUp(pid: number | undefined): boolean {
  const [, caught = '0'] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (BigInt(`0x${caught}`) & HANGUP) !== 0n;
}

test('a reload that is requested while the daemon starts is done once it has started', async () => {
  using directory = temporaryDirectory();
  const file = directory.write(
    'mailcertd.yaml',
    'computer: mail01.contoso.com\nstateDirectory: state\nhttp: off\nstores: []\n',
  );
  const daemon = spawn(process.execPath, [PROGRAM, '--config', file, 'run'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let report = '';
  daemon.stdout.setEncoding('utf8').on('data', (text: string) => {
    report += text;
  });
  try {
    await vi.waitFor(() => expect(catchesHangUp(daemon.pid)).toBe(true), { timeout: 20_000, interval: 1 });
    daemon.kill('SIGHUP');
    await vi.waitFor(() => expect(report).toMatch(/ 1000 [\s\S]* 1002 /), { timeout: 20_000, interval: 20 });
  } finally {
    daemon.kill('SIGTERM');
    await new Promise((ended) => daemon.once('exit', ended));
  }
});
