import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { certbotInventory } from '../../../src/adapters/discovery/certbot-inventory.ts';
import { problemSaying } from '../../domain/failure/problem-saying.ts';
import { saying } from '../../domain/failure/saying.ts';
import { asUnprivileged } from '../../fixtures/as-unprivileged.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { scanned } from '../../peers/found/scanned.ts';
import { discoveryDependencies, NOON } from './discovery-dependencies.ts';

const never = new AbortController().signal;

describe('the certificates of certbot', () => {
  it('are one store of automatically renewed lineages; missing files of a lineage are reported', async () => {
    using directory = temporaryDirectory();
    const conf = (name: string, fullchain: string): string =>
      directory.write(`renewal/${name}.conf`, `fullchain = ${fullchain}\n[renewalparams]\n`);
    conf('mail.contoso.com', directory.write('live/mail.contoso.com/fullchain.pem', ''));
    conf('imap.contoso.com', directory.at('live/imap.contoso.com/fullchain.pem'));
    const elsewhere = conf('moved', directory.write('old/moved/fullchain.pem', ''));
    const empty = directory.write('renewal/empty.conf', '');
    directory.write('renewal/README', 'fullchain = /x');
    const result = await certbotInventory(discoveryDependencies(), directory.path).read(never);
    const store = { services: ['SMTP', 'IMAP', 'POP'], personal: true, autoRenewed: true };
    const renewal = directory.at('renewal');
    expect(result).toEqual({
      kind: 'available',
      at: NOON,
      value: {
        connectors: [],
        stores: [
          {
            ...store,
            name: 'certbot',
            path: directory.at('live/*/fullchain.pem'),
            source: { inventory: 'certbot', place: renewal },
          },
          {
            ...store,
            name: 'certbot moved',
            path: directory.at('old/moved/fullchain.pem'),
            source: { inventory: 'certbot', place: elsewhere },
          },
        ],
        readFrom: [renewal, directory.at('live')],
        unreadParts: ['certbot empty'],
      },
      problems: [
        problemSaying('settings_malformed', empty, 'fullchain is missing'),
        problemSaying('not_found', directory.at('live/imap.contoso.com/fullchain.pem'), 'ENOENT'),
      ],
    });
  });

  it('keep the store of a lineage whose renewal file is truncated, but only until it is removed', async () => {
    using directory = temporaryDirectory();
    const moved = directory.write(
      'renewal/moved.conf',
      `fullchain = ${directory.write('old/moved/fullchain.pem', '')}\n`,
    );
    const source = certbotInventory(discoveryDependencies(), directory.path);
    const first = await scanned(source);
    expect(first.names).toEqual(['certbot', 'certbot moved']);
    directory.write('renewal/moved.conf', '');
    expect(await scanned(source, first)).toMatchObject({ names: first.names, problems: ['settings_malformed'] });
    expect((await scanned(source)).coverage('store:certbot moved')).toBe('unavailable');
    rmSync(moved);
    directory.write('renewal/other.conf', `fullchain = ${directory.write('live/other/fullchain.pem', '')}\n`);
    expect((await scanned(source, first)).coverage('store:certbot moved')).toBe('gone');
  });

  it.each([
    ['its directory does not exist', false],
    ['nothing is renewed', true],
  ])('are none, with a message, if %s', async (_why, isThere) => {
    using directory = temporaryDirectory();
    if (isThere) mkdirSync(directory.at('renewal'));
    expect(await certbotInventory(discoveryDependencies(), directory.path).read(never)).toMatchObject({
      kind: 'available',
      value: { stores: [] },
      problems: [{ reason: 'not_configured', location: directory.at('renewal') }],
    });
  });

  it('are checked for the account that reads the files, independent of the account of this process', async () => {
    using directory = temporaryDirectory();
    const fullchain = directory.write('live/mail.contoso.com/fullchain.pem', '');
    directory.write('renewal/mail.contoso.com.conf', `fullchain = ${fullchain}\n`);
    chmodSync(directory.path, 0o755);
    chmodSync(directory.at('live'), 0o000);
    const inventory = certbotInventory(discoveryDependencies(), directory.path);
    const problem = { reason: 'permission_denied', location: fullchain, failure: saying('EACCES') };
    expect(await asUnprivileged(() => inventory.read(never))).toMatchObject({ kind: 'available', problems: [problem] });
    chmodSync(directory.at('live'), 0o700);
    expect(await inventory.read(never)).toMatchObject({ kind: 'available', problems: [] });
  });

  it('are unknown if the directory cannot be read', async () => {
    using directory = temporaryDirectory();
    directory.write('renewal/a.conf', '');
    chmodSync(directory.at('renewal'), 0o700);
    const inventory = certbotInventory(discoveryDependencies(), directory.path);
    expect(await asUnprivileged(() => inventory.read(never))).toMatchObject({
      kind: 'unavailable',
      problem: { reason: 'permission_denied', location: directory.at('renewal') },
    });
  });
});
