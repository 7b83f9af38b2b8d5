import { mkdirSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../../src/adapters/cli/run-command-line.ts';
import { openSession } from '../../src/main/open-session.ts';
import { type Answer, deskDependencies } from '../adapters/cli/desk.ts';
import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const CONFIGURATION = `computer: mail01.contoso.com
roles: [mailbox]
stores: [{ name: My, path: store, services: [SMTP] }]
connectors: [{ name: Default MAIL01, direction: receive }]
`;
const NOT_MADE = 'certificate store "My" does not exist yet; the daemon creates it at its first start: mailcertd run\n';

/** Runs a command as the program does. */
async function ask({ directory }: Scene, ...argv: readonly string[]): Promise<Answer> {
  const { dependencies, printed } = deskDependencies({
    dependencies: {
      open: ({ stores }, locale) => openSession({ config: directory.at('mailcertd.yaml'), stores }, locale),
    },
  });
  return { code: await runCommandLine(argv, dependencies), ...printed };
}

describe('if My does not exist and no daemon ever ran', () => {
  test('a scan says so in one line, treats it as empty, and raises no 1100', async () => {
    await using scene = new Scene(NOON);
    scene.configure(CONFIGURATION);
    const { code, stdout, stderr } = await ask(scene, 'scan');
    expect(stdout.match(/(?:Error|Warning) +\d+/g)).toEqual(['Error   12014']);
    expect(stderr).toMatch(new RegExp(`^${NOT_MADE}Scanned 0 certificates in 1 store and 1 connector in .*\n$`));
    expect(code).toBe(0);
  });

  test('a list of its certificates says so too, and a scan in Japanese', async () => {
    await using scene = new Scene(NOON);
    scene.configure(CONFIGURATION);
    expect(await ask(scene, 'certificates')).toMatchObject({ code: 0, stderr: expect.stringContaining(NOT_MADE) });
    const { stderr } = await ask(scene, '--locale', 'ja', '-q', 'scan');
    expect(stderr).toBe('証明書ストア「My」はデーモンの初回起動時に作成されます: mailcertd run\n');
  });

  test('check prints the other problems, and says when My is created', async () => {
    await using scene = new Scene(NOON);
    scene.configure(CONFIGURATION);
    const { code, stdout, stderr } = await ask(scene, 'check');
    expect(stdout).toMatch(/^MAILCERTD CRITICAL - .*No certificate matches mail01\.contoso\.com.*\n$/);
    expect(stdout).toContain(
      '(scanned now, because no daemon has scanned here; the daemon creates My at its first start)',
    );
    expect([code, stderr]).toEqual([2, '']);
  });

  test('the status screen names it as not created yet, without an issue', async () => {
    await using scene = new Scene(NOON);
    scene.configure(CONFIGURATION);
    const { stdout } = await ask(scene, 'status');
    expect(stdout).toMatch(/^UNKNOWN +no daemon has scanned here yet; to start one: mailcertd run$/m);
    expect(stdout).toMatch(/^stores +My 0 \(created at the first start\)$/m);
  });

  test('a directory of that name on the command line is an error nevertheless', async () => {
    await using scene = new Scene(NOON);
    scene.configure(CONFIGURATION);
    const { code, stderr } = await ask(scene, 'scan', 'My');
    expect(stderr).toMatch(/^cannot read certificate store "My" at .*\/My: not found \(not_found\): ENOENT\n/);
    expect(code).toBe(1);
  });
});

test('if a daemon has run, a missing My is an Error as always', async () => {
  await using scene = new Scene(NOON);
  scene.configure(CONFIGURATION);
  mkdirSync(scene.directory.at('store'));
  await scene.start();
  await scene.stop();
  rmSync(scene.directory.at('store'), { recursive: true });
  const { stdout, stderr } = await ask(scene, 'scan');
  expect(stdout).toMatch(/Error +1100 /);
  expect(stderr).toMatch(/^cannot read certificate store "My" at .*\/store: not found \(not_found\): ENOENT\n/);
});
