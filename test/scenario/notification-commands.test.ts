import { execFile, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/adapters/sqlite/ledger/open-ledger.ts';
import { change, NOON, raised, SHARD } from '../contract/ledger-samples.ts';
import { httpReceiver } from '../fixtures/receiver.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needsOpenRepository, needsRoot } from '../peers/needs.ts';
import { UNPRIVILEGED } from './unprivileged.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/main/bin.js', import.meta.url));
/** The account of the daemon, which has no name. */
const DAEMON = 61_234;
const isRoot = needsRoot();
const isOpen = needsOpenRepository();
const PASS = { startedAt: NOON, endedAt: NOON, nextAt: undefined };

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
  chmodSync(directory.path, 0o755);
});
afterEach(() => directory[Symbol.dispose]());

const state = (): string => directory.at('state');

/** Makes the daemon's account the owner of the files in the state directory; the group may read. */
function handOver(group: number): void {
  for (const name of readdirSync(state())) {
    chownSync(join(state(), name), DAEMON, group);
    chmodSync(join(state(), name), 0o640);
  }
  chownSync(state(), DAEMON, group);
  chmodSync(state(), 0o750);
}

/** Creates a host with notifiers and a ledger with one open condition. */
async function host(notifiers: string): Promise<void> {
  directory.write(
    'mailcertd.yaml',
    `computer: ${SHARD}
stateDirectory: state
notifiers: ${notifiers}
`,
  );
  const ledger = openLedger(state());
  const { condition, record } = raised('a', { subject: 'a' });
  await ledger.commit(SHARD, 0, change({ records: [record], open: [condition], scan: PASS }));
  await ledger[Symbol.asyncDispose]();
}

function type(words: readonly string[], uid = 0, gid = uid): { code: number | null; stdout: string; stderr: string } {
  const command = [PROGRAM, '--config', directory.at('mailcertd.yaml'), ...words];
  const env = { LC_ALL: 'C', PATH: process.env['PATH'] };
  const identity = isRoot ? { uid, gid } : {};
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8', env, ...identity });
  return { code: status, stdout, stderr };
}

const HOOK = `#!/bin/sh
cat > "$(dirname "$0")/../alerts/alert.json"
echo "$MAILCERTD_STATE $(id -u) $(id -g)"
`;

/** Creates hooks, and a directory that they write to. */
function hooks(): string {
  directory.write('hooks/10-say', HOOK, 0o755);
  directory.write('alerts/alert.json', '');
  if (isRoot) {
    chownSync(directory.at('alerts'), DAEMON, DAEMON);
    chownSync(directory.at('alerts/alert.json'), DAEMON, DAEMON);
  }
  return '[{ name: hooks, type: exec, directory: hooks }]';
}

describe('a test alert by the built program', () => {
  it('is sent, and is listed by deliveries', async () => {
    await host(hooks());
    const { code, stdout, stderr } = type(['notifiers', 'test', 'hooks']);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('10-say: done') });
    expect(stdout).toContain(`test ${process.getuid?.()} `);
    expect(JSON.parse(readFileSync(directory.at('alerts/alert.json'), 'utf8'))).toMatchObject({
      type: 'mailcertd.alert.test',
    });
    const [, id = ''] = /deliveries show (\S+)/.exec(stderr) ?? [];
    expect(type(['deliveries', 'show', id]).stdout).toContain('a marked test');
  });

  it.skipIf(!isRoot)(
    'by root is sent as the owner of the state directory, and the ledger keeps its owner',
    async () => {
      await host(hooks());
      handOver(DAEMON);
      const { code, stdout } = type(['notifiers', 'test', 'hooks']);
      expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining(`as uid ${DAEMON} in`) });
      expect(stdout).toContain(`test ${DAEMON} ${DAEMON}`);
      expect(readdirSync(state()).map((name) => statSync(join(state(), name)).uid)).not.toContain(0);
    },
  );

  it.skipIf(!isRoot)('by root does not succeed with a secret that the daemon cannot read', async () => {
    directory.write('ops.secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n', 0o600);
    await host('[{ name: ops, type: webhook, url: "http://127.0.0.1:9/", secretFile: ops.secret }]');
    handOver(DAEMON);
    const { code, stdout, stderr } = type(['notifiers', 'test', 'ops']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^mailcertd: cannot notify "ops" \(webhook\) as uid 61234: [^:]+ \(secret_unreadable\): /);
    expect(stderr).not.toContain('whsec_');
  });

  it('is an alert of Alertmanager without severity', async () => {
    await using receiver = await httpReceiver(() => ({ status: 200 }));
    await host(`[{ name: am, type: alertmanager, url: "http://127.0.0.1:${receiver.port}" }]`);
    const command = [PROGRAM, '--config', directory.at('mailcertd.yaml'), 'notifiers', 'test', 'am'];
    await promisify(execFile)(process.execPath, command);
    const alerts = receiver.requests.flatMap(({ body }) => JSON.parse(body));
    expect(alerts).toMatchObject([{ labels: { alertname: 'MailcertdTest', severity: 'none', test: 'true' } }]);
  });
});

describe('silences of the built program', () => {
  const add = ['silences', 'add', '--id', '12014', '--until-cleared', '--reason', 'ordered'];

  it('are rows in the ledger that any later command finds', async () => {
    await host('[]');
    const added = type(add);
    expect(added).toMatchObject({ code: 0 });
    const [, id = ''] = /silences expire ([0-9a-f]{8})\n/.exec(added.stderr) ?? [];
    expect(type(['silences']).stdout).toContain(id);
    expect(type(['conditions', '--format', 'json']).stdout).toContain(`"silencedBy": "${id}"`);
    expect(type(['silences', 'expire', id])).toMatchObject({ code: 0, stdout: expect.stringContaining('still open') });
    expect(type(['silences', 'expire', id])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('already ended'),
    });
  });

  it.skipIf(!isRoot || !isOpen)(
    'are listed for the group of the daemon, which gets one line when it adds one',
    async () => {
      await host('[]');
      handOver(UNPRIVILEGED);
      expect(type(add)).toMatchObject({ code: 0 });
      expect(type(['silences'], UNPRIVILEGED)).toMatchObject({ code: 0, stdout: expect.stringContaining('ordered') });
      for (const words of [add, ['silences', 'expire', ''], ['deliveries', 'resend', 'x']]) {
        const { code, stdout, stderr } = type(words, UNPRIVILEGED);
        expect({ code: code === 0, stdout, lines: stderr.match(/\n/g)?.length }).toEqual({
          code: false,
          stdout: '',
          lines: 1,
        });
      }
      expect(type(add, UNPRIVILEGED)).toMatchObject({
        code: 1,
        stderr: `mailcertd: cannot write the event log ${state()}/ledger.db: only root and the account of the daemon can write to it; run the command as one of them (sudo)\n`,
      });
    },
  );

  it.skipIf(!isRoot)('are written by root as the owner of the state directory, and keep that owner', async () => {
    await host('[]');
    handOver(DAEMON);
    for (const name of ['ledger.db-wal', 'ledger.db-shm']) rmSync(join(state(), name), { force: true });
    // Commands cannot write a file that the daemon's account cannot write, not even under root.
    chownSync(join(state(), 'ledger.db'), 0, DAEMON);
    expect(type(add)).toMatchObject({ code: 1, stdout: '' });
    chownSync(join(state(), 'ledger.db'), DAEMON, DAEMON);
    expect(type(add)).toMatchObject({ code: 0 });
    expect(readdirSync(state()).map((name) => statSync(join(state(), name)).uid)).not.toContain(0);
  });

  it.skipIf(!isRoot)("of root are not written into an event log at the target of another account's link", async () => {
    await host('[]');
    mkdirSync(directory.at('home'));
    renameSync(state(), directory.at('root'));
    chownSync(directory.at('home'), DAEMON, DAEMON);
    symlinkSync(directory.at('root'), directory.at('home/state'));
    lchownSync(directory.at('home/state'), DAEMON, DAEMON);
    directory.write('mailcertd.yaml', `computer: ${SHARD}\nstateDirectory: home/state\n`);
    const before = readFileSync(directory.at('root/ledger.db'));
    expect(type(add)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `mailcertd: cannot open the event log ${directory.at('home/state/ledger.db')}: a link in ${directory.at('home/state')} that user ${DAEMON} can change leads to a directory of root; put a directory in place of the link\n`,
    });
    expect(readFileSync(directory.at('root/ledger.db'))).toEqual(before);
    expect(type(['--locale', 'ja', ...add]).stderr).toMatch(/ユーザー ID 61234 が変更できるリンクがあり/);
  });

  it.skipIf(!isRoot || !isOpen)('are closed to other accounts, in one line', async () => {
    await host('[]');
    handOver(DAEMON);
    for (const words of [['silences'], ['deliveries'], add]) {
      expect(type(words, UNPRIVILEGED)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(
          /^mailcertd: cannot read the event log .*permission denied.*group mailcertd.*\n$/,
        ),
      });
    }
  });

  it('require a ledger', () => {
    directory.write('mailcertd.yaml', `computer: ${SHARD}\nstateDirectory: state\n`);
    expect(type(add)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^mailcertd: cannot read the event log \S+: it does not exist; no daemon has run here.*\n$/,
      ),
    });
  });
});
