import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/adapters/cli/run-command-line.ts';
import { openSession } from '../../src/main/open-session.ts';
import { type Answer, deskMeans } from '../adapters/cli/desk.ts';
import { NOON } from '../domain/world.ts';
import { Scene } from './scene.ts';

const GOOD =
  'computer: mail01.contoso.com\nstores: [{ name: My, path: store }]\nconnectors: [{ name: Internet, direction: receive, fqdn: mail.contoso.com }]';

/** Types a command on the host of a scene. */
async function type(scene: Scene, ...argv: readonly string[]): Promise<Answer> {
  const config = scene.folder.at('mailcertd.yaml');
  const { means, printed } = deskMeans({
    means: { open: (selected, locale) => openSession({ ...selected, config }, locale) },
  });
  return { code: await runCommandLine(argv, means), ...printed };
}

test('the event log is read while the configuration is faulty: where the daemon runs on with the one before', async () => {
  await using scene = new Scene(NOON);
  scene.folder.write('store/README', '');
  scene.configure(GOOD);
  await scene.start();
  scene.configure(`${GOOD}\nscedule: "* * * * *"\nlocale: en`);
  await scene.reload();

  const events = await type(scene, 'events', '1003');
  expect([events.code, events.stdout]).toEqual([0, expect.stringContaining(' 1003 raised ')]);
  expect(events.stderr).toMatch(/mailcertd\.yaml:\d+:1: unknown key "scedule".*\n.*mailcertd config check\n$/);
  const [record] = await scene.records();
  expect((await type(scene, 'events', 'show', String(record?.eventRecordId))).stdout).toContain('Event ID:');
  expect((await type(scene, 'status')).code).toBe(2);
});

test.each([
  ['a list without its end', 'stateDirectory: state\nlocale: en\nconnectors: ['],
  ['a tab, and the way to the log in quotes', 'connectors:\n\t- a\nlocale: en\n"stateDirectory": "state" # here\n'],
  ['an alias without its anchor, lines as Windows ends them', '\uFEFFstateDirectory: state\r\nstores: *none\r\n'],
])('the event log is found though the configuration is no YAML: %s', async (_what, text) => {
  await using scene = new Scene(NOON);
  scene.folder.write('store/README', '');
  scene.configure(GOOD);
  await scene.start();
  scene.folder.write('mailcertd.yaml', text);
  expect(await type(scene, 'events', '12014')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(' 12014 raised '),
    stderr: expect.stringMatching(/not YAML.*\n.*mailcertd config check\n$/),
  });
});

test.each([
  'stateDirectory: "state\nconnectors: [',
  '{ stateDirectory: state, connectors: [',
  'stateDirectory:\n  state\nconnectors: [',
])('where what is no YAML names a log in a way that is not understood, no other is shown: %j', async (text) => {
  await using scene = new Scene(NOON);
  scene.folder.write('mailcertd.yaml', text);
  const events = await type(scene, 'events');
  expect([events.code, events.stdout]).toEqual([2, '']);
  expect(events.stderr).toMatch(/mailcertd\.yaml:\d+:\d+: not YAML/);
  expect(events.stderr).not.toContain('this is its log');
});

test('a good configuration is told nothing of', async () => {
  await using scene = new Scene(NOON);
  scene.folder.write('store/README', '');
  scene.configure(GOOD);
  await scene.start();
  expect(await type(scene, 'events', '12014')).toMatchObject({
    ...{ code: 0, stderr: '', stdout: expect.stringContaining(' 12014 raised ') },
  });
});
