import { existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync as write } from 'node:fs';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/adapters/cli/run-command-line.ts';
import { openSession } from '../../src/main/open-session.ts';
import { type Answer, deskDependencies } from '../adapters/cli/desk.ts';
import { NOON } from '../domain/world.ts';
import { Scene } from './scene.ts';

const GOOD =
  'computer: mail01.contoso.com\nstores: [{ name: My, path: store }]\nconnectors: [{ name: Internet, direction: receive, fqdn: mail.contoso.com }]';

/** Runs a command on the host of a scene. */
async function type(scene: Scene, ...argv: readonly string[]): Promise<Answer> {
  const config = scene.directory.at('mailcertd.yaml');
  const { dependencies, printed } = deskDependencies({
    dependencies: { open: (selected, locale) => openSession({ ...selected, config }, locale) },
  });
  return { code: await runCommandLine(argv, dependencies), ...printed };
}

test('the event log can be read while the configuration is faulty, if the daemon runs with the previous one', async () => {
  await using scene = new Scene(NOON);
  scene.directory.write('store/README', '');
  scene.configure(GOOD);
  await scene.start();
  scene.configure(`${GOOD}\nscedule: "* * * * *"\nlocale: en`);
  await scene.reload();

  const events = await type(scene, 'events', '1003');
  expect([events.code, events.stdout]).toEqual([0, expect.stringContaining(' 1003 raised ')]);
  expect(events.stderr).toMatch(
    /mailcertd\.yaml:\d+:1: unknown key "scedule".*; the configuration .* is used instead: .*config check\n$/,
  );
  const [record] = await scene.records();
  expect((await type(scene, 'events', 'show', String(record?.eventRecordId))).stdout).toContain('Event ID:');
});

test.each([
  ['a list without its end', 'stateDirectory: state\nlocale: en\nconnectors: ['],
  ['a tab, and the way to the log in quotes', 'connectors:\n\t- a\nlocale: en\n"stateDirectory": "state" # here\n'],
  ['an alias without its anchor, lines as Windows ends them', '\uFEFFstateDirectory: state\r\nstores: *none\r\n'],
])('the event log is found even if the configuration is not valid YAML: %s', async (_what, text) => {
  await using scene = new Scene(NOON);
  scene.directory.write('store/README', '');
  scene.configure(GOOD);
  await scene.start();
  scene.directory.write('mailcertd.yaml', text);
  rmSync(scene.directory.at('state/configuration.json'));
  expect(await type(scene, 'events', '12014')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(' 12014 raised '),
    stderr: expect.stringMatching(/invalid YAML.*\n.*mailcertd config check.*\n$/),
  });
});

test.each([
  'stateDirectory: "state\nconnectors: [',
  '{ stateDirectory: state, connectors: [',
  'stateDirectory:\n  state\nconnectors: [',
])('if a file that is not valid YAML has an ambiguous path of the log, no other log is shown: %j', async (text) => {
  await using scene = new Scene(NOON);
  scene.directory.write('mailcertd.yaml', text);
  const events = await type(scene, 'events');
  expect([events.code, events.stdout]).toEqual([2, '']);
  expect(events.stderr).toMatch(/mailcertd\.yaml:\d+:\d+: invalid YAML/);
  expect(events.stderr).not.toContain('this is its log');
});

test('a valid configuration prints no message', async () => {
  await using scene = new Scene(NOON);
  scene.directory.write('store/README', '');
  scene.configure(GOOD);
  await scene.start();
  expect(await type(scene, 'events', '12014')).toMatchObject({
    ...{ code: 0, stderr: '', stdout: expect.stringContaining(' 12014 raised ') },
  });
});

const LOGGED = `${GOOD}
notifiers: [{ name: hook, type: exec, command: [/bin/true] }]`;
/** A valid configuration with an unknown key. */
const FAULTY = `${LOGGED}\nscedule: "* * * * *"`;
const USED_INSTEAD =
  /^\S+mailcertd\.yaml:\d+:1: unknown key "scedule"[^\n]*; the configuration that the daemon accepted on \S+ is used instead: fix the file, then run mailcertd --config \S+mailcertd\.yaml config check\n/;

test.each([
  ['status', ['status'], 'Internet'],
  ['metrics', ['metrics'], 'mailcertd_'],
  ['conditions', ['conditions'], '12014'],
  ['connectors', ['connectors'], 'Internet'],
  ['connectors explain', ['connectors', 'explain', 'Internet'], 'Internet'],
  ['certificates', ['certificates', 'list', '--format', 'json'], '[]'],
  ['notifiers', ['notifiers'], 'hook'],
  ['silences', ['silences', 'list', '--format', 'json'], '[]'],
  ['deliveries', ['deliveries', '--format', 'json'], '['],
  ['no command', [], '1 error'],
])(
  'a command that changes nothing uses the accepted configuration if the file is faulty: %s',
  async (_name, argv, said) => {
    await using scene = new Scene(NOON);
    scene.directory.write('store/README', '');
    scene.configure(LOGGED);
    await scene.start();
    const before = await type(scene, ...argv);
    scene.configure(FAULTY);
    const answer = await type(scene, ...argv);
    expect(answer).toMatchObject({ code: before.code, stdout: expect.stringContaining(said) });
    expect(before.stdout).toContain(said);
    expect(answer.stderr).toMatch(USED_INSTEAD);
    expect(answer.stderr.replace(USED_INSTEAD, '')).toBe(before.stderr);
  },
);

test('check uses the accepted configuration if the file is faulty, and names the error', async () => {
  await using scene = new Scene(NOON);
  scene.directory.write('store/README', '');
  scene.configure(GOOD);
  await scene.start();
  const before = await type(scene, 'check');
  scene.configure(FAULTY);
  const answer = await type(scene, 'check');
  expect(answer.code).toBe(before.code);
  expect(
    answer.stdout.startsWith(
      before.stdout
        .trim()
        .replace(/ ?\|.*$/s, '')
        .replace(/\.$/, ''),
    ),
  ).toBe(true);
  expect(answer.stdout).toMatch(/unknown key "scedule".* is used instead: fix the file, then run mailcertd/);
  expect(answer.stdout.trim().split('\n')).toHaveLength(1);
});

test('a command that changes something, and a scan, refuse a faulty file', async () => {
  await using scene = new Scene(NOON);
  scene.directory.write('store/README', '');
  scene.configure(GOOD);
  await scene.start();
  scene.configure(FAULTY);
  for (const argv of [
    ['scan'],
    ['silences', 'add', '12014', '--for', '1h'],
    ['certificates', 'new', 'a.contoso.com'],
  ]) {
    const answer = await type(scene, ...argv);
    expect([answer.code, answer.stdout], argv.join(' ')).toEqual([2, '']);
    expect(answer.stderr).not.toContain('is used instead');
  }
});

test('an accepted reload replaces the accepted configuration, a rejected one does not', async () => {
  await using scene = new Scene(NOON);
  scene.directory.write('store/README', '');
  scene.configure(GOOD);
  await scene.start();
  scene.configure(GOOD.replace('name: Internet', 'name: Second'));
  await scene.reload();
  scene.configure(FAULTY);
  await scene.reload();
  const { stdout } = await type(scene, 'connectors');
  expect(stdout).toContain('Second');
  expect(stdout).not.toContain('Internet');
});

test('the group of the event log may read the accepted configuration, and no other file is left', async () => {
  await using scene = new Scene(NOON);
  scene.directory.write('store/README', '');
  scene.configure(GOOD);
  await scene.start();
  expect(statSync(scene.directory.at('state/configuration.json')).mode & 0o777).toBe(0o640);
  expect(existsSync(scene.directory.at('state/configuration.json.new'))).toBe(false);
});

test.each([
  ['cut short', (at: string) => write(at, '{"file":"/')],
  ['no JSON', (at: string) => write(at, '\u0000\u0000')],
  ['of another shape', (at: string) => write(at, '{"settings":[]}')],
  ['a directory', (at: string) => mkdirSync(at)],
  ['a link', (at: string) => symlinkSync('/dev/zero', at)],
  ['absent', () => undefined],
])(
  'without a usable accepted configuration a faulty file is an error, as without a daemon: %s',
  async (_name, damage) => {
    await using scene = new Scene(NOON);
    scene.directory.write('store/README', '');
    scene.configure(GOOD);
    await scene.start();
    const at = scene.directory.at('state/configuration.json');
    rmSync(at);
    damage(at);
    scene.configure(FAULTY);
    const status = await type(scene, 'status');
    expect([status.code, status.stdout]).toEqual([2, '']);
    expect(status.stderr).toMatch(/unknown key "scedule"/);
    expect((await type(scene, 'check')).code).toBe(3);
    expect((await type(scene, 'events', '12014')).stdout).toContain(' 12014 raised ');
  },
);

test('the accepted configuration of another file is not used', async () => {
  await using scene = new Scene(NOON);
  scene.directory.write('store/README', '');
  scene.configure(GOOD);
  await scene.start();
  const other = scene.directory.write('other.yaml', `stateDirectory: state\n${FAULTY}`);
  const { dependencies, printed } = deskDependencies({
    dependencies: { open: (selected, locale) => openSession({ ...selected, config: other }, locale) },
  });
  expect([await runCommandLine(['status'], dependencies), printed.stdout]).toEqual([2, '']);
});
