import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { openLedgerReader } from '../../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import { holdStateDirectory } from '../../../src/adapters/sqlite/lock/hold-state-directory.ts';
import { change, newRecord, SHARD } from '../../contract/ledger-samples.ts';
import { CompiledSource, type RunningScript } from './compiled-source.ts';
import { stateDirectories } from './state-directories.ts';

const OWNER = 65534;
const STRANGER = 65533;

/** The user of the daemon, another user in its group, and one outside of it. */
const DAEMON = user(OWNER, OWNER);
const MEMBER = user(STRANGER, OWNER);
const OTHER = user(STRANGER, STRANGER);

const canSwitch = spawnSync(DAEMON[0] ?? '', [...DAEMON.slice(1), process.execPath, '--version']).status === 0;

const directories = stateDirectories();
const source = canSwitch ? new CompiledSource() : undefined;
afterAll(() => source?.[Symbol.dispose]());

function user(id: number, group: number): readonly string[] {
  return ['setpriv', `--reuid=${id}`, `--regid=${group}`, '--clear-groups', '--no-new-privs', '--'];
}

function run(as: readonly string[], script: string): RunningScript {
  if (source === undefined) throw new Error('no other user can be switched to');
  return source.run(script, as);
}

/**
 * Creates a state directory as systemd does: it belongs to the daemon, and its group may read it.
 */
function stateDirectory(): string {
  const directory = directories();
  chownSync(directory, OWNER, OWNER);
  chmodSync(directory, 0o750);
  return directory;
}

const daemon = (directory: string): string => `
  const ledger = openLedger(${JSON.stringify(directory)});
  const { revision } = await ledger.state(${JSON.stringify(SHARD)});
  await ledger.commit(${JSON.stringify(SHARD)}, revision, { records: [${JSON.stringify(newRecord())}] });
  console.log('committed');
  process.stdin.resume();
  await new Promise((resolve) => process.stdin.on('end', resolve));
  await ledger[Symbol.asyncDispose]();`;

const reading = (directory: string): string => `
  try {
    const reader = openLedgerReader(${JSON.stringify(directory)});
    const { revision } = await reader.state(${JSON.stringify(SHARD)});
    console.log(revision + ' ' + await reader.count());
    await reader[Symbol.asyncDispose]();
  } catch (failure) {
    console.log(failure.message);
  }`;

const readAs = (as: readonly string[], directory: string): Promise<string> => run(as, reading(directory)).line();

const silenceAs = (as: readonly string[], directory: string, silenceId: string): Promise<string> =>
  run(
    as,
    `
    try {
      const orders = openCommandLedger(${JSON.stringify(directory)});
      await orders.add({ silenceId: '${silenceId}', match: {}, startsAt: 0, isUntilCleared: false, conditionIds: [],
        reason: '', createdBy: 'root', createdAt: 0 });
      orders[Symbol.dispose]();
      console.log('added');
    } catch (failure) {
      console.log(failure.message);
    }`,
  ).line();

async function running(directory: string): Promise<RunningScript> {
  const script = run(DAEMON, daemon(directory));
  expect(await script.line()).toBe('committed');
  return script;
}

async function stop(script: RunningScript): Promise<void> {
  script.child.stdin?.end();
  expect(await script.end()).toEqual({ code: 0, errors: '' });
}

// Only root can become another user.
describe.skipIf(!canSwitch)('the ledger of an unprivileged daemon', () => {
  it('is tested as a user that the kernel denies access to the files of others', async () => {
    const secret = join(stateDirectory(), 'secret');
    writeFileSync(secret, 'x');
    chmodSync(secret, 0);
    const script = run(
      DAEMON,
      `
      import { readFileSync } from 'node:fs';
      try { readFileSync(${JSON.stringify(secret)}); console.log('read'); } catch (failure) { console.log(failure.code); }`,
    );
    expect(await script.line()).toBe('EACCES');
  });

  it('is read by its group and by root while the daemon runs', async () => {
    const directory = stateDirectory();
    const script = await running(directory);
    expect(await readAs(MEMBER, directory)).toBe('1 1');
    const reader = openLedgerReader(directory);
    expect(await reader.count()).toBe(1);
    await reader[Symbol.asyncDispose]();
    await stop(script);
  });

  it('is read by its group after a clean stop, and after kill -9', async () => {
    const directory = stateDirectory();
    await stop(await running(directory));
    expect(await readAs(MEMBER, directory)).toBe('1 1');
    const killed = await running(directory);
    await killed.kill();
    expect(await readAs(MEMBER, directory)).toBe('2 2');
    expect(await readAs(MEMBER, directory)).toBe('2 2');
  });

  it('still opens for the daemon after root and the group have read it', async () => {
    const directory = stateDirectory();
    await stop(await running(directory));
    await openLedgerReader(directory)[Symbol.asyncDispose]();
    await readAs(MEMBER, directory);
    await stop(await running(directory));
    for (const file of readdirSync(directory))
      expect(statSync(join(directory, file))).toMatchObject({ uid: OWNER, gid: OWNER });
  });

  it('is one line with the fix for all other accounts', async () => {
    const directory = stateDirectory();
    await stop(await running(directory));
    expect(await readAs(OTHER, directory)).toBe(
      `cannot read the event log ${join(directory, 'ledger.db')}: permission denied; ask to be added to group mailcertd, or run the command as root`,
    );
  });

  it('is one line when its log was removed and the reader cannot create it again', async () => {
    const directory = stateDirectory();
    await stop(await running(directory));
    const script = run(
      DAEMON,
      `
      import { rmSync } from 'node:fs';
      for (const end of ['-wal', '-shm']) rmSync(${JSON.stringify(join(directory, 'ledger.db'))} + end);
      console.log('removed');`,
    );
    await script.line();
    expect(await readAs(MEMBER, directory)).toMatch(
      /^cannot read the event log .*ledger\.db: .*start mailcertd once \(SQLITE_[^\n]*\)$/,
    );
  });

  it('is not locked by root, who created it first', async () => {
    const directory = stateDirectory();
    const hold = holdStateDirectory(directory);
    const ledger = openLedger(directory);
    await ledger.commit(SHARD, 0, change({ records: [newRecord()] }));
    for (const file of readdirSync(directory))
      expect(statSync(join(directory, file))).toMatchObject({ uid: OWNER, gid: OWNER });
    await ledger[Symbol.asyncDispose]();
    hold[Symbol.dispose]();
    const script = await running(directory);
    expect(await readAs(MEMBER, directory)).toBe('2 2');
    await stop(script);
  });

  it("accepts silences from root and the daemon's account, with and without a running daemon, and keeps its owner", async () => {
    const directory = stateDirectory();
    const script = await running(directory);
    expect(await silenceAs([], directory, 'first')).toBe('added');
    await stop(script);
    expect(await silenceAs([], directory, 'second')).toBe('added');
    expect(await silenceAs(DAEMON, directory, 'third')).toBe('added');
    for (const file of readdirSync(directory))
      expect(statSync(join(directory, file))).toMatchObject({ uid: OWNER, gid: OWNER });
    expect(await readAs(MEMBER, directory)).toBe('1 1');
    await stop(await running(directory));
    const reader = openLedgerReader(directory);
    expect((await reader.notifications.silences()).map(({ silenceId }) => silenceId)).toEqual([
      'first',
      'second',
      'third',
    ]);
    await reader[Symbol.asyncDispose]();
  });

  it('accepts none from its group, nor from others: one line names the required account', async () => {
    const directory = stateDirectory();
    await stop(await running(directory));
    expect(await silenceAs(MEMBER, directory, 'x')).toBe(
      `cannot write the event log ${join(directory, 'ledger.db')}: only root and the account of the daemon can write to it; run the command as one of them (sudo)`,
    );
    expect(await silenceAs(OTHER, directory, 'x')).toMatch(/^cannot read the event log .*: permission denied; /);
  });

  it('cannot be locked by its group: the lock is only for the daemon', async () => {
    const directory = stateDirectory();
    const daemonHolds = run(
      DAEMON,
      `holdStateDirectory(${JSON.stringify(directory)}); console.log('held'); process.stdin.resume();`,
    );
    await daemonHolds.line();
    const script = run(
      MEMBER,
      `
      try { holdStateDirectory(${JSON.stringify(directory)}); console.log('held'); } catch (failure) { console.log(failure.message); }`,
    );
    expect(await script.line()).toMatch(/^cannot lock the state directory .*: /);
    await daemonHolds.kill();
    expect(existsSync(join(directory, 'lock.db'))).toBe(true);
  });
});
