import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
const WAIT = { timeout: 60_000, interval: 20 };

let directory: TemporaryDirectory;
let daemon: ChildProcess;
let errors = '';
let output = '';

const configure = (...lines: readonly string[]): string =>
  directory.write(
    'mailcertd.yaml',
    ['computer: mail01.contoso.com', 'stateDirectory: state', 'stores: []', ...lines, 'http: off', ''].join('\n'),
  );

/** Returns what was sent to systemd, by a program in place of `systemd-notify`. */
const notified = (): string =>
  existsSync(directory.at('notified')) ? readFileSync(directory.at('notified'), 'utf8') : '';

const until = (holds: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(holds(), `${errors}${output}${notified()}`).toBe(true), WAIT);

beforeEach(() => {
  directory = temporaryDirectory();
  directory.write('bin/systemd-notify', `#!/bin/sh\nprintf '%s\\n' "$@" >> '${directory.at('notified')}'\n`, 0o755);
  configure('locale: ja', 'helpLink: nowhere');
  errors = '';
  output = '';
  daemon = spawn(process.execPath, [PROGRAM, '--config', directory.at('mailcertd.yaml'), 'run'], {
    env: { PATH: `${directory.at('bin')}:${process.env['PATH']}`, LANG: 'en_US.UTF-8', NOTIFY_SOCKET: '/nowhere' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  daemon.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  daemon.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
});
afterEach(async () => {
  const ended = new Promise((resolved) => daemon.once('exit', resolved));
  if (daemon.exitCode === null && daemon.signalCode === null) {
    daemon.kill('SIGKILL');
    await ended;
  }
  directory[Symbol.dispose]();
});

test('the messages of the daemon and its status are in the language of the configuration, also after a reload', async () => {
  await until(() => output.includes(' 1000 ') && notified().includes('STATUS='));
  expect(notified()).toContain('STATUS=mail01.contoso.com としてコネクタ 0 個、ストア 0 個を監視しています');
  expect(errors).toMatch(/^mailcertd: 警告: \S+mailcertd\.yaml:5:11: helpLink .*使用されません/m);

  configure('locale: ja', 'sotres: []');
  daemon.kill('SIGHUP');
  await until(() => output.includes(' 1003 '));
  expect(errors).toMatch(
    /^mailcertd: エラー: \S+mailcertd\.yaml を再読み込みできません: 誤りがあります。引き続き以前の構成で動作します$/m,
  );
  expect(errors).toMatch(/^mailcertd: エラー: \S+mailcertd\.yaml:5:1: .*sotres/m);

  configure('locale: en', 'helpLink: nowhere');
  daemon.kill('SIGHUP');
  await until(() => notified().includes('STATUS=monitoring 0 connectors and 0 stores as mail01.contoso.com'));
  await until(() => /^mailcertd: warning: \S+mailcertd\.yaml:5:11: helpLink is ignored/m.test(errors));
});
