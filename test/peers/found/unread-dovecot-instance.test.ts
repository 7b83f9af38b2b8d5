import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { dovecotInventory } from '../../../src/adapters/discovery/dovecot-inventory.ts';
import { type RunTool, runTool } from '../../../src/adapters/discovery/run-tool.ts';
import type { InventorySource } from '../../../src/work/ports/stores.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { freePort } from '../free-port.ts';
import { needs, needsRoot } from '../needs.ts';
import { foundHere } from './found-here.ts';
import { OwnDovecot } from './own-dovecot.ts';
import { scanned } from './scanned.ts';

const DAY = 86_400_000;
const NAMES = ['dovecot imaps', 'second imaps'];

describe.runIf([needsRoot(), needs('dovecot')].every(Boolean))('a further instance of Dovecot', () => {
  let directory: TemporaryDirectory;
  let dovecot: OwnDovecot;
  let second: OwnDovecot;
  let port: number;
  let ownSettings: string;
  let settings: string;

  const opened = (run: RunTool = runTool): InventorySource =>
    dovecotInventory({ ...foundHere(), run }, { file: dovecot.file, reload: [] });
  /** Runs a tool with an unprivileged account and without the capability to read any file. */
  const runUnprivileged: RunTool = (command, signal) =>
    runTool(['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...command], signal);
  const listFile = (): string => dovecot.at('state/instances');
  const restoreList = (): void => {
    if (!existsSync(`${listFile()}.kept`)) return;
    rmdirSync(listFile());
    renameSync(`${listFile()}.kept`, listFile());
  };
  /** Packages for Fedora and RHEL have a state directory with this mode. */
  const denyList = (): void => chmodSync(dovecot.at('state'), 0o750);

  beforeAll(async () => {
    directory = temporaryDirectory();
    const dates = { notBefore: Date.now() - DAY, notAfter: Date.now() + 30 * DAY };
    const made = makeCertificate({ commonName: 'mail.contoso.com', key: 'ec', ...dates });
    directory.write('mail.pem', made.certificatePem);
    // An unprivileged doveadm fails if it cannot read the key.
    directory.write('mail.key', made.privateKeyPem, 0o644);
    const tls = `ssl_server {\ncert_file = ${directory.at('mail.pem')}\nkey_file = ${directory.at('mail.key')}\n}`;
    const imaps = (port: number): string => `protocols = imap
listen = 127.0.0.1
${tls}
service imap-login {
chroot =
inet_listener imap {
port = 0
}
inet_listener imaps {
port = ${port}
}
}`;
    dovecot = new OwnDovecot(directory, 'dovecot');
    port = await freePort();
    ownSettings = imaps(port);
    dovecot.write(ownSettings);
    dovecot.apply();
    second = new OwnDovecot(directory, 'second');
    // All instances share one list of instances.
    settings = `state_dir = ${dovecot.at('state')}\ninstance_name = second\n${imaps(await freePort())}`;
    second.write(settings);
    second.apply();
    const isListed = (): boolean =>
      existsSync(listFile()) && readFileSync(listFile(), 'utf8').includes(second.at('run'));
    await vi.waitUntil(isListed, { timeout: 20_000 });
  });
  afterEach(() => {
    restoreList();
    chmodSync(dovecot.at('state'), 0o755);
    dovecot.write(ownSettings);
    second.write(settings);
  });
  afterAll(() => {
    second?.write(settings);
    second?.[Symbol.dispose]();
    dovecot?.[Symbol.dispose]();
    directory?.[Symbol.dispose]();
  });

  it('keeps its connectors while its settings cannot be read, also after a restart', async () => {
    const running = opened();
    const first = await scanned(running);
    expect(first.names).toEqual(NAMES);
    second.write('protocols {');
    for (const source of [running, opened()])
      expect(await scanned(source, first)).toMatchObject({ names: NAMES, problems: ['command_failed'] });
    expect((await scanned(opened())).coverage('probe:second imaps')).toBe('unavailable');
    second.write(settings);
    expect(await scanned(opened(), first)).toMatchObject({ names: NAMES, problems: [] });
  });

  it('keeps its connectors while the instances cannot be listed', async () => {
    const first = await scanned(opened());
    expect(first.names).toEqual(NAMES);
    const list = listFile();
    renameSync(list, `${list}.kept`);
    mkdirSync(list);
    const failing = opened();
    expect(await scanned(failing, first)).toMatchObject({ names: NAMES, problems: ['command_failed'] });
    expect((await scanned(failing)).coverage('probe:second imaps')).toBe('unavailable');
    // The default instance was read: a listener that it no longer has is gone.
    const withoutDefault = ownSettings.replace(`port = ${port}`, 'port = 0');
    dovecot.write(withoutDefault);
    const changed = await scanned(opened(), first);
    expect(changed).toMatchObject({ names: ['second imaps'], problems: ['command_failed'] });
    expect(changed.coverage('probe:dovecot imaps')).toBe('gone');
    expect((await scanned(opened())).coverage('probe:dovecot imaps')).toBe('gone');
  });

  it('is found by an account that may read the list of instances, but not its lock and the PID files', async () => {
    expect(await scanned(opened(runUnprivileged))).toMatchObject({ names: NAMES, problems: [] });
  });

  it('is unknown if the account may not read the list of instances; that is no problem', async () => {
    denyList();
    const running = opened(runUnprivileged);
    const first = await scanned(running);
    expect(first).toMatchObject({ names: ['dovecot imaps'], problems: [] });
    dovecot.write(ownSettings.replace(`port = ${port}`, 'port = 0'));
    for (const source of [running, opened(runUnprivileged)]) {
      const next = await scanned(source, first);
      expect(next).toMatchObject({ names: [], problems: [] });
      expect(next.coverage('probe:dovecot imaps')).toBe('gone');
    }
  });

  it('keeps its connectors if it was known and the account may no longer read the list', async () => {
    const running = opened(runUnprivileged);
    const first = await scanned(running);
    expect(first).toMatchObject({ names: NAMES, problems: [] });
    denyList();
    for (const source of [running, opened(runUnprivileged)])
      expect(await scanned(source, first)).toMatchObject({ names: NAMES, problems: ['permission_denied'] });
    dovecot.write(ownSettings.replace(`port = ${port}`, 'port = 0'));
    const next = await scanned(running, first);
    expect(next).toMatchObject({ names: ['second imaps'], problems: ['permission_denied'] });
    expect(next.coverage('probe:dovecot imaps')).toBe('gone');
  });
});
