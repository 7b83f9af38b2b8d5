import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { certbotInventory } from '../../../src/adapters/discovery/certbot-inventory.ts';
import { asUnprivileged } from '../../fixtures/as-unprivileged.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { scanned } from '../../peers/found/scanned.ts';
import { discoveryMeans, NOON } from './means.ts';

const never = new AbortController().signal;

describe('the certificates of certbot', () => {
  it('are one store of automatically renewed lineages; missing files of a lineage are reported', async () => {
    using folder = temporaryFolder();
    const conf = (name: string, fullchain: string): string =>
      folder.write(`renewal/${name}.conf`, `fullchain = ${fullchain}\n[renewalparams]\n`);
    conf('mail.contoso.com', folder.write('live/mail.contoso.com/fullchain.pem', ''));
    conf('imap.contoso.com', folder.at('live/imap.contoso.com/fullchain.pem'));
    const elsewhere = conf('moved', folder.write('old/moved/fullchain.pem', ''));
    const empty = folder.write('renewal/empty.conf', '');
    folder.write('renewal/README', 'fullchain = /x');
    const look = await certbotInventory(discoveryMeans(), folder.path).read(never);
    const store = { services: ['SMTP', 'IMAP', 'POP'], personal: true, autoRenewed: true };
    const renewal = folder.at('renewal');
    expect(look).toEqual({
      kind: 'seen',
      at: NOON,
      value: {
        connectors: [],
        stores: [
          {
            ...store,
            name: 'certbot',
            path: folder.at('live/*/fullchain.pem'),
            source: { inventory: 'certbot', place: renewal },
          },
          {
            ...store,
            name: 'certbot moved',
            path: folder.at('old/moved/fullchain.pem'),
            source: { inventory: 'certbot', place: elsewhere },
          },
        ],
        readFrom: [renewal, folder.at('live')],
        unreadParts: ['certbot empty'],
      },
      problems: [
        { reason: 'settings_malformed', location: empty, detail: 'fullchain is missing' },
        { reason: 'not_found', location: folder.at('live/imap.contoso.com/fullchain.pem'), detail: 'ENOENT' },
      ],
    });
  });

  it('keep the store of a lineage whose renewal file is truncated, but only until it is removed', async () => {
    using folder = temporaryFolder();
    const moved = folder.write('renewal/moved.conf', `fullchain = ${folder.write('old/moved/fullchain.pem', '')}\n`);
    const source = certbotInventory(discoveryMeans(), folder.path);
    const first = await scanned(source);
    expect(first.names).toEqual(['certbot', 'certbot moved']);
    folder.write('renewal/moved.conf', '');
    expect(await scanned(source, first)).toMatchObject({ names: first.names, problems: ['settings_malformed'] });
    expect((await scanned(source)).coverage('store:certbot moved')).toBe('blind');
    rmSync(moved);
    folder.write('renewal/other.conf', `fullchain = ${folder.write('live/other/fullchain.pem', '')}\n`);
    expect((await scanned(source, first)).coverage('store:certbot moved')).toBe('gone');
  });

  it.each([
    ['its directory does not exist', false],
    ['nothing is renewed', true],
  ])('are none, with a message, if %s', async (_why, isThere) => {
    using folder = temporaryFolder();
    if (isThere) mkdirSync(folder.at('renewal'));
    expect(await certbotInventory(discoveryMeans(), folder.path).read(never)).toMatchObject({
      kind: 'seen',
      value: { stores: [] },
      problems: [{ reason: 'not_configured', location: folder.at('renewal') }],
    });
  });

  it('are checked for the account that reads the files, independent of the account of this process', async () => {
    using folder = temporaryFolder();
    const fullchain = folder.write('live/mail.contoso.com/fullchain.pem', '');
    folder.write('renewal/mail.contoso.com.conf', `fullchain = ${fullchain}\n`);
    chmodSync(folder.path, 0o755);
    chmodSync(folder.at('live'), 0o000);
    const inventory = certbotInventory(discoveryMeans(), folder.path);
    const problem = { reason: 'permission_denied', location: fullchain, detail: 'EACCES' };
    expect(await asUnprivileged(() => inventory.read(never))).toMatchObject({ kind: 'seen', problems: [problem] });
    chmodSync(folder.at('live'), 0o700);
    expect(await inventory.read(never)).toMatchObject({ kind: 'seen', problems: [] });
  });

  it('are unknown if the directory cannot be read', async () => {
    using folder = temporaryFolder();
    folder.write('renewal/a.conf', '');
    chmodSync(folder.at('renewal'), 0o700);
    const inventory = certbotInventory(discoveryMeans(), folder.path);
    expect(await asUnprivileged(() => inventory.read(never))).toMatchObject({
      kind: 'blind',
      problem: { reason: 'permission_denied', location: folder.at('renewal') },
    });
  });
});
