import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type WatchedProcesses, watchProcesses } from '../fixtures/watched-processes.ts';
import { needsOpenRepository } from '../peers/needs.ts';
import { changingCommands, readingCommands } from './planted-commands.ts';
import type { Typed } from './planted-host.ts';
import { misplacedInConfiguration, type PlantedNotifier, plantedNotifiers } from './planted-notifiers.ts';
import { openPlantedScene, type PlantedScene } from './planted-scene.ts';
import { addKeysOf, plantedStores } from './planted-stores.ts';

const [STORE, ARGUMENT, PRINTED] = ['the name of a store', 'an argument of a hook', 'what a hook prints'] as const;
const LOG_FORMATS = ['line', 'classic', 'json', 'xml'] as const;
const PATIENCE = { timeout: 90_000, interval: 100 };

let planted: PlantedScene;
let notifiers: readonly PlantedNotifier[];
let watched: WatchedProcesses;
const typed: Typed[] = [];

const file = (): string => planted.host.directory.at('mailcertd.yaml');
const hook = (printed: string): string => `#!/bin/sh
alerts=$(dirname "$0")/../alerts
cat >"$alerts/$$.stdin"
tr '\\0' '\\n' </proc/self/environ >"$alerts/$$.environment"
ls -l /proc/$$/fd >"$alerts/$$.descriptors"
echo ${printed}
while [ ! -e "$alerts/released" ]; do sleep 0.05; done
`;
const SYSTEMD_NOTIFY = `#!/bin/sh
{ tr '\\0' '\\n' </proc/self/environ; echo "$@"; } >"$(dirname "$0")/../alerts/$$.helper"
`;

/**
 * Returns notifiers with a program that stores its input: as a hook, and as a command with an
 * argument.
 */
function hooks(): readonly PlantedNotifier[] {
  const { control, host } = planted;
  host.directory.write('hooks.d/10-dump', hook(control.plant(PRINTED)), 0o755);
  host.directory.write('bin/systemd-notify', SYSTEMD_NOTIFY, 0o755);
  const command = [host.directory.at('hooks.d/10-dump'), control.plant(ARGUMENT)];
  const reported = { type: 'exec', groupWait: '0s' };
  return [
    { name: 'hooks', ends: 'delivered', settings: { ...reported, directory: host.directory.at('hooks.d') } },
    { name: 'command', ends: 'delivered', settings: { ...reported, command } },
  ];
}

function configure(stores: readonly object[]): void {
  const at = planted.host.directory.at;
  const configuration = {
    computer: 'mail01.contoso.com',
    stateDirectory: at('state'),
    http: 'off',
    stores,
    connectors: [{ name: 'Internet', direction: 'receive', fqdn: 'mail.contoso.com' }],
    logs: [
      { type: 'console' },
      ...LOG_FORMATS.map((format) => ({ type: 'file', path: at(`logs/${format}/events`), format })),
      { type: 'syslog', address: `udp://127.0.0.1:${planted.syslog.port}` },
      { type: 'journal' },
    ],
    notifiers: notifiers.map(({ name, settings }) => ({ name, ...settings })),
  };
  planted.host.directory.write('mailcertd.yaml', JSON.stringify(configuration));
}

/** Returns the outcome and reason of the first attempt of each notifier. */
function ended(): Readonly<Record<string, string>> {
  const sql = `SELECT notifier, outcome || coalesce(' ' || reason, '') AS ends
    FROM attempt JOIN delivery USING (delivery_id) ORDER BY attempt.started_at DESC`;
  return Object.fromEntries(planted.host.rows(sql).map((row) => [row['notifier'], row['ends']]));
}

async function type(...commands: readonly (readonly string[])[]): Promise<void> {
  for (const words of commands) typed.push(await planted.host.type('--config', file(), ...words));
}

/**
 * Starts the daemon, and waits until every notifier has been called and every started program was
 * checked.
 */
async function startAndNotify(): Promise<void> {
  const { host, control } = planted;
  await host.start(file());
  // No other process may open the ledger before the daemon has written to it.
  await vi.waitFor(() => expect(host.printed).toContain('1100'), PATIENCE);
  await vi.waitFor(() => expect(control.foundIn(commandLines())).toContain(ARGUMENT), PATIENCE);
  host.own(host.directory.write('alerts/released', ''), 0o644);
  const events = notifiers.flatMap(({ name, ends }) => (ends === undefined ? [] : [name]));
  await vi.waitFor(() => expect(Object.keys(ended())).toEqual(expect.arrayContaining(events)), PATIENCE);
}

/** Reloads a configuration with secrets in wrong places, and runs commands with it. */
async function reloadFaulty(): Promise<void> {
  const { host } = planted;
  const good = readFileSync(file(), 'utf8');
  host.directory.write('mailcertd.yaml', misplacedInConfiguration(planted));
  host.reload();
  const rejected = (): unknown => host.rows('SELECT 1 FROM event_record WHERE event_id = 1003').length;
  await vi.waitFor(() => expect(rejected()).toBe(1), PATIENCE);
  const check = ['config', 'check'];
  await type(check, [...check, '--format', 'json'], ['--locale', 'ja', ...check], ['config', 'show'], ['run']);
  await type(['status'], ['events', '-n', '3'], ['check']);
  expect(typed.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2, 0, 0, 2]);
  host.directory.write('mailcertd.yaml', good);
}

beforeAll(async () => {
  planted = await openPlantedScene();
  notifiers = [...(await plantedNotifiers(planted)), ...hooks()];
  for (const format of LOG_FORMATS) planted.host.ownDirectory(`logs/${format}`);
  configure(plantedStores(planted, planted.control.plant(STORE)));
  watched = watchProcesses();
  await startAndNotify();
  await reloadFaulty();
  await type(...changingCommands(planted));
  const reading = [...readingCommands(planted)];
  const typist = async (): Promise<void> => {
    for (let words = reading.pop(); words !== undefined; words = reading.pop()) await type(words);
  };
  await Promise.all([typist(), typist(), typist()]);
  await planted.host.stop();
}, 900_000);

afterAll(async () => {
  watched[Symbol.dispose]();
  await planted[Symbol.asyncDispose]();
});

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const commandLines = (): Buffer => bytes([...watched.commandLines.values()].join('\n'));
const kept = (ending: string): Buffer => {
  const files = readdirSync(planted.host.directory.at('alerts')).filter((name) => name.endsWith(ending));
  return Buffer.concat(files.map((name) => readFileSync(planted.host.directory.at('alerts', name))));
};

/** The places that must not contain secrets, each with a marker that it must contain. */
const PLACES: readonly (readonly [string, string, () => Buffer])[] = [
  ['the output of the daemon', STORE, () => bytes(planted.host.printed)],
  ...LOG_FORMATS.map((format) => {
    return [`the log file, ${format}`, STORE, () => planted.host.bytes(`logs/${format}`)] as const;
  }),
  ['the messages to syslog', STORE, () => Buffer.concat(planted.syslog.datagrams)],
  ['the entries in the journal', STORE, () => planted.host.journal],
  ['the files of the state directory', PRINTED, () => planted.host.bytes('state')],
  ['the rows of the ledger', PRINTED, () => planted.host.everyValue()],
  ['the list of processes', ARGUMENT, commandLines],
  ['the environments of processes', STORE, () => bytes([...watched.environments.values()].join('\n'))],
  ['the environment of a hook', STORE, () => kept('.environment')],
  ['the input of a hook', STORE, () => kept('.stdin')],
  ['the output of commands', PRINTED, () => bytes(typed.map(({ stdout }) => stdout).join('\n'))],
  ['the errors of commands', STORE, () => bytes(typed.map(({ stderr }) => stderr).join('\n'))],
  ['the alerts of webhooks', STORE, () => Buffer.from(planted.server.bodies.join('\n'))],
  ['the alerts in mails', STORE, () => Buffer.from(planted.mail.mails.map(({ source }) => source).join('\n'))],
];

describe.runIf(process.getuid?.() !== 0 || needsOpenRepository())('secrets in every possible place', () => {
  test('are all used, and every attempt ends for the expected reason', () => {
    const expected = notifiers.flatMap(({ name, ends }) => (ends === undefined ? [] : [[name, ends]]));
    expect(ended()).toMatchObject(Object.fromEntries(expected));
    const sent = new Set(planted.secret.foundIn(Buffer.from(planted.server.heads.join('\n'))));
    const wanted = ['url-json: path', 'url-json: query', 'token-json: token', 'basic-json: password', 'alive: path'];
    for (const what of [...wanted, 'proxied: password', 'am-basic: password', 'am-token: token']) {
      expect(sent).toContain(what);
    }
    expect(planted.mail.mails.length).toBeGreaterThan(0);
    expect(planted.clear.mails.length).toBeGreaterThan(0);
    expect(existsSync(planted.host.directory.at('out/mail.p12'))).toBe(true);
    expect(planted.secret.foundIn(readFileSync(planted.host.directory.at('out/mail.pem')))).toContain(
      'keystore.example.com: text',
    );
  });

  test.each(PLACES)('do not appear in %s', (_, known, readFile) => {
    expect(addKeysOf(planted.host.directory.at('store'), planted.secret)).toBeGreaterThan(2);
    const place = readFile();
    expect(planted.control.foundIn(place)).toContain(known);
    expect(planted.secret.foundIn(place)).toEqual([]);
  });

  test("of the daemon's own environment are not passed to a program that it runs", () => {
    for (const place of ['.environment', '.stdin', '.helper'].map(kept)) {
      expect(place.length).toBeGreaterThan(0);
      expect(planted.own.foundIn(place)).toEqual([]);
    }
    expect(kept('.helper').toString()).toContain('READY=1');
  });

  test('cannot be read through an inherited file descriptor of a hook', () => {
    const descriptors = kept('.descriptors').toString();
    expect(descriptors).toMatch(/ 0 -> socket:/);
    expect(descriptors).not.toContain('.secret');
    expect(descriptors).not.toContain(planted.host.directory.at('state'));
    expect(descriptors).not.toContain(planted.host.directory.at('logs'));
  });
});
