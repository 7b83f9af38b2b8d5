import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');

test('the daemon logs the warnings of config check when it starts, and again for a configuration that comes into force', async () => {
  using directory = temporaryDirectory();
  const name = '<I>CN=Contoso CA<S>CN=mail.contoso.com';
  const written = (...more: readonly string[]): string =>
    [
      'computer: mail01.contoso.com',
      'profile: exchange-2007',
      'stateDirectory: state',
      'watch: false',
      'stores: [{ name: Two, path: store }]',
      'notifiers: [{ name: ops, type: webhook, url: "http://127.0.0.1:9", secretFile: ops.secret }, { name: chat, type: webhook, urlFile: chat.url, allowUnverified: true }]',
      ...more,
      `connectors: [{ name: Internet, direction: receive, fqdn: mail.contoso.com, tlsCertificateName: "${name}" }]`,
      'http: off',
      '',
    ].join('\n');
  directory.write('ops.secret', 'Geheim\n');
  directory.write('chat.url', 'http://chat.invalid/Geheim\n');
  const file = directory.write('mailcertd.yaml', written());
  const daemon = spawn(process.execPath, [PROGRAM, '--config', file, 'run'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let printed = '';
  let warned = (): void => undefined;
  daemon.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    warned();
  });
  const lines = (): readonly string[] => printed.split('\n').filter((line) => line.startsWith('mailcertd: warning: '));
  const count = (wanted: number): Promise<void> =>
    new Promise((done) => {
      warned = () => lines().length >= wanted && done();
      warned();
    });
  try {
    await count(3);
    directory.write('mailcertd.yaml', written('repeatInterval: 12h'));
    daemon.kill('SIGHUP');
    await count(6);
  } finally {
    daemon.kill('SIGTERM');
    await new Promise((ended) => daemon.once('exit', ended));
  }
  const secret = `secretFile: cannot use the webhook secrets in ${directory.at('ops.secret')}: secret 1 does not begin with whsec_; the notifier sends nothing until this is fixed`;
  const address =
    'requests to the URL in urlFile are sent over http://, which is not encrypted, because allowUnverified is true';
  expect(lines()).toEqual([
    expect.stringMatching(/^mailcertd: warning: .*\/mailcertd\.yaml:7:\d+: .*tlsCertificateName/),
    `mailcertd: warning: ${file}:6:80: ${secret}`,
    `mailcertd: warning: ${file}:6:132: ${address}`,
    expect.stringMatching(/^mailcertd: warning: .*\/mailcertd\.yaml:8:\d+: .*tlsCertificateName/),
    `mailcertd: warning: ${file}:6:80: ${secret}`,
    `mailcertd: warning: ${file}:6:132: ${address}`,
  ]);
  expect(printed).not.toContain('Geheim');
});
