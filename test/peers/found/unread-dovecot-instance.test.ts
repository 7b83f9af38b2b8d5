import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dovecotInventory } from '../../../src/adapters/discovery/dovecot-inventory.ts';
import type { InventorySource } from '../../../src/work/ports/stores.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { type TemporaryFolder, temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { freePort } from '../free-port.ts';
import { needs, needsRoot } from '../needs.ts';
import { foundHere } from './found-here.ts';
import { OwnDovecot } from './own-dovecot.ts';
import { scanned } from './scanned.ts';

const DAY = 86_400_000;
const NAMES = ['dovecot imaps', 'second imaps'];

describe.runIf([needsRoot(), needs('dovecot')].every(Boolean))('a further instance of Dovecot', () => {
  let folder: TemporaryFolder;
  let dovecot: OwnDovecot;
  let second: OwnDovecot;
  let settings: string;

  const opened = (): InventorySource => dovecotInventory(foundHere(), { file: dovecot.file, reload: [] });

  beforeAll(async () => {
    folder = temporaryFolder();
    const dates = { notBefore: Date.now() - DAY, notAfter: Date.now() + 30 * DAY };
    const made = makeCertificate({ commonName: 'mail.contoso.com', key: 'ec', ...dates });
    folder.write('mail.pem', made.certificatePem);
    folder.write('mail.key', made.privateKeyPem, 0o600);
    const tls = `ssl_server {\ncert_file = ${folder.at('mail.pem')}\nkey_file = ${folder.at('mail.key')}\n}`;
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
    dovecot = new OwnDovecot(folder, 'dovecot');
    dovecot.write(imaps(await freePort()));
    dovecot.apply();
    second = new OwnDovecot(folder, 'second');
    // All instances share one list of instances.
    settings = `state_dir = ${dovecot.at('state')}\ninstance_name = second\n${imaps(await freePort())}`;
    second.write(settings);
    second.apply();
  });
  afterAll(() => {
    second?.write(settings);
    second?.[Symbol.dispose]();
    dovecot?.[Symbol.dispose]();
    folder?.[Symbol.dispose]();
  });

  it('keeps its connectors while its settings cannot be read, also after a restart', async () => {
    const running = opened();
    const first = await scanned(running);
    expect(first.names).toEqual(NAMES);
    second.write('protocols {');
    for (const source of [running, opened()])
      expect(await scanned(source, first)).toMatchObject({ names: NAMES, problems: ['command_failed'] });
    expect((await scanned(opened())).coverage('probe:second imaps')).toBe('blind');
    second.write(settings);
    expect(await scanned(opened(), first)).toMatchObject({ names: NAMES, problems: [] });
  });

  it('keeps its connectors while the instances cannot be listed', async () => {
    const first = await scanned(opened());
    expect(first.names).toEqual(NAMES);
    const list = dovecot.at('state/instances');
    renameSync(list, `${list}.kept`);
    mkdirSync(list);
    const failing = opened();
    expect(await scanned(failing, first)).toMatchObject({ names: NAMES, problems: ['command_failed'] });
    expect((await scanned(failing)).coverage('probe:second imaps')).toBe('blind');
    rmdirSync(list);
    renameSync(`${list}.kept`, list);
  });
});
