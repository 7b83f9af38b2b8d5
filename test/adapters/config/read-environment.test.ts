import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type EnvironmentSources,
  processSources,
  readEnvironment,
} from '../../../src/adapters/config/read-environment.ts';
import { ALL_EVENTS } from '../../../src/domain/event/catalog/all.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mailcertd-environment-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const CANONICAL = ['echo', 'mail01.contoso.com'] as const;

function sources(hostnameText: string | undefined, changes: Partial<EnvironmentSources> = {}): EnvironmentSources {
  const hostnameFile = join(directory, 'hostname');
  if (hostnameText === undefined) rmSync(hostnameFile, { force: true });
  else writeFileSync(hostnameFile, hostnameText);
  return { variables: {}, processId: 7, hostnameFile, canonicalNameCommand: CANONICAL, ...changes };
}

describe('the name of the host', () => {
  it.each([
    ['is the line of the file', 'mail02.contoso.com\n', 'mail02.contoso.com'],
    ['is the first line that is no comment', '# who am I\n\n  mail02.contoso.com  \nother\n', 'mail02.contoso.com'],
    ['is not there when the file is empty', '\n', undefined],
    ['is not there when the file is not', undefined, undefined],
  ])('%s', async (_, text, expected) => {
    expect((await readEnvironment(sources(text))).hostnameFile).toBe(expected);
  });

  it('is also read from the kernel', async () => {
    expect((await readEnvironment(sources('mail02'))).kernelHostname).toBe(hostname());
  });
});

describe('the canonical name', () => {
  it('is looked up if the file has a single label', async () => {
    expect((await readEnvironment(sources('mail01\n'))).canonicalName).toBe('mail01.contoso.com');
  });

  it('is not looked up if the file has a full name', async () => {
    expect((await readEnvironment(sources('mail02.contoso.com\n'))).canonicalName).toBeUndefined();
  });

  it.each([
    ['fails', ['false']],
    ['is silent', ['true']],
    ['is not installed', ['/nonexistent/hostname']],
  ] as const)('is unknown if the lookup %s', async (_, canonicalNameCommand) => {
    expect((await readEnvironment(sources('mail01', { canonicalNameCommand }))).canonicalName).toBeUndefined();
  });

  it('is unknown if the lookup does not end within two seconds', async () => {
    const before = performance.now();
    const { canonicalName } = await readEnvironment(sources('mail01', { canonicalNameCommand: ['sleep', '60'] }));
    expect(canonicalName).toBeUndefined();
    expect(performance.now() - before).toBeGreaterThan(1900);
    expect(performance.now() - before).toBeLessThan(20_000);
  });
});

describe('the state directory', () => {
  it.each([
    ['/var/lib/mailcertd', {}],
    ['/srv/state', { STATE_DIRECTORY: '/srv/state', SYSTEMD_EXEC_PID: '7' }],
    ['/srv/state', { STATE_DIRECTORY: '/srv/state:/srv/other', SYSTEMD_EXEC_PID: '7' }],
    ['/var/lib/mailcertd', { STATE_DIRECTORY: '/srv/state', SYSTEMD_EXEC_PID: '8' }],
    ['/var/lib/mailcertd', { STATE_DIRECTORY: '/srv/state' }],
    ['/var/lib/mailcertd', { STATE_DIRECTORY: '', SYSTEMD_EXEC_PID: '7' }],
    ['/var/lib/mailcertd', { STATE_DIRECTORY: 'relative', SYSTEMD_EXEC_PID: '7' }],
  ])('is %s with %j', async (expected, variables) => {
    expect((await readEnvironment(sources('mail02.contoso.com', { variables }))).stateDirectory).toBe(expected);
  });
});

describe('the npx command', () => {
  it.each([
    [true, { npm_lifecycle_event: 'npx', npm_lifecycle_script: "'mailcertd'" }],
    [true, { npm_lifecycle_event: 'npx', npm_lifecycle_script: 'mailcertd "status"' }],
    [false, { npm_lifecycle_event: 'npx', npm_lifecycle_script: 'vitest "run" "mailcertd"' }],
    [false, { npm_lifecycle_event: 'start', npm_lifecycle_script: 'exec node dist/main/bin.js demo' }],
    [false, {}],
  ])('named mailcertd: %s with %j', async (expected, variables) => {
    expect((await readEnvironment(sources('mail02.contoso.com', { variables }))).isRunByNpx).toBe(expected);
  });
});

describe('the language', () => {
  it.each([
    ['en', {}],
    ['en', { LANG: 'C.UTF-8' }],
    ['ja', { LANG: 'ja_JP.UTF-8' }],
    ['ja', { LANG: 'ja' }],
    ['en', { LANG: 'jam_JM' }],
    ['ja', { LANG: 'en_US.UTF-8', LC_MESSAGES: 'ja_JP.UTF-8' }],
    ['en', { LANG: 'ja_JP.UTF-8', LC_MESSAGES: 'ja_JP.UTF-8', LC_ALL: 'C' }],
    ['ja', { LANG: 'ja_JP.UTF-8', LC_ALL: '' }],
  ])('is %s with %j', async (expected, variables) => {
    expect((await readEnvironment(sources('mail02.contoso.com', { variables }))).locale).toBe(expected);
  });
});

describe('the environment of this process', () => {
  it('is read without a failure, with every event of the catalog', async () => {
    expect(processSources()).toMatchObject({ processId: process.pid, hostnameFile: '/etc/hostname' });
    const { eventIds, kernelHostname } = await readEnvironment();
    expect(eventIds).toEqual(ALL_EVENTS.map((event) => event.eventId));
    expect(kernelHostname).toBe(hostname());
  });
});
