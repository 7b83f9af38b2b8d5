import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPersonalStore } from '../../../src/adapters/file-store/open-personal-store.ts';
import { issueSelfSigned } from '../../../src/adapters/issue/issue-self-signed.ts';
import { IssueError } from '../../../src/work/errors.ts';
import type { NewCertificate, PersonalStore } from '../../../src/work/ports.ts';
import { asUnprivileged } from '../../fixtures/as-unprivileged.ts';
import { type TemporaryFolder, temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { CLOCK, definition, NOON, places, seen, YEAR } from './looks.ts';

let folder: TemporaryFolder;
let path: string;
let store: PersonalStore;
beforeEach(() => {
  folder = temporaryFolder();
  path = folder.at('store');
  mkdirSync(path, { mode: 0o750 });
  store = openPersonalStore(definition(path), CLOCK);
});
afterEach(() => folder[Symbol.dispose]());

async function issued(): Promise<NewCertificate> {
  const files = await issueSelfSigned.issue({
    subject: 'CN=MAIL01',
    ipAddresses: [],
    dnsNames: ['MAIL01', 'mail01.contoso.com'],
    notBefore: NOON,
    notAfter: NOON + YEAR,
    key: 'ec-p256',
  });
  return { ...files, services: ['SMTP', 'IMAP'], requestedBy: 'root, with: mailcertd certificates new' };
}

/** Sees whatever a test may have left behind: hidden entries too. */
const entries = (): string[] => readdirSync(path).sort();

describe('a personal store that is not there yet', () => {
  it('is made, for its owner alone, and stays what it is when it is made again', async () => {
    const fresh = openPersonalStore(definition(folder.at('a/b/store')), CLOCK);
    await fresh.create();
    expect(statSync(folder.at('a/b/store')).mode & 0o777).toBe(0o700);
    await fresh.install(await issued());
    await fresh.create();
    expect((await seen(fresh)).value.certificates).toHaveLength(1);
  });

  it('that cannot be made is refused in one line', async () => {
    const fresh = openPersonalStore(definition(folder.write('file', 'text')), CLOCK);
    await expect(fresh.create()).rejects.toThrow(IssueError);
    await expect(fresh.create()).rejects.toThrow(`making the personal store ${folder.at('file')}: EEXIST`);
  });
});

describe('installing a certificate', () => {
  it('writes a folder named by the thumbprint, which the next look shows with its key and services', async () => {
    const added = await issued();
    const { thumbprint } = added.certificate;
    expect(await store.install(added)).toEqual({ path: folder.at('store', thumbprint) });
    expect(entries()).toEqual([thumbprint]);
    const { value, problems } = await seen(store);
    expect(problems).toEqual([]);
    expect(value.certificates).toMatchObject([
      {
        certificate: { thumbprint, dnsNames: ['MAIL01', 'mail01.contoso.com'] },
        services: ['SMTP', 'IMAP'],
        location: { path: folder.at('store', thumbprint, 'certificate.pem'), block: 0 },
        key: { kind: 'matches', path: folder.at('store', thumbprint, 'privkey.pem') },
      },
    ]);
  });

  it('keeps the key from everyone but the owner, and says who asked', async () => {
    const added = await issued();
    const installed = (await store.install(added)).path;
    expect(statSync(`${installed}/privkey.pem`).mode & 0o777).toBe(0o600);
    expect(statSync(installed).mode & 0o777).toBe(0o700);
    expect(readFileSync(`${installed}/privkey.pem`, 'utf8')).toBe(added.privateKeyPem);
    expect(readFileSync(`${installed}/certificate.yaml`, 'utf8')).toBe(
      'services:\n  - SMTP\n  - IMAP\nrequestedBy: "root, with: mailcertd certificates new"\n',
    );
  });

  it.skipIf(process.geteuid?.() !== 0)('as root gives all of it to the owner and group of the store', async () => {
    const { chownSync } = await import('node:fs');
    chownSync(path, 1234, 5678);
    const added = await issued();
    const installed = (await store.install(added)).path;
    await store.recordInternalTransport(added.certificate.thumbprint);
    const all = [
      installed,
      `${path}/internal-transport`,
      ...readdirSync(installed).map((name) => `${installed}/${name}`),
    ];
    expect(all).toHaveLength(5);
    for (const entry of all) expect(lstatSync(entry)).toMatchObject({ uid: 1234, gid: 5678 });
  });

  it('makes the store’s folder where there is none', async () => {
    const below = openPersonalStore(definition(folder.at('a/b/store')), CLOCK);
    await below.install(await issued());
    expect(statSync(folder.at('a/b/store')).mode & 0o777).toBe(0o700);
  });

  it('of one that stands there already is refused, and leaves nothing behind', async () => {
    const added = await issued();
    await store.install(added);
    const again = store.install(added);
    await expect(again).rejects.toThrow(IssueError);
    await expect(again).rejects.toThrow(
      `writing certificate ${added.certificate.thumbprint} into the store ${path}: something stands there already`,
    );
    expect(entries()).toEqual([added.certificate.thumbprint]);
  });

  it('into a store that may not be written is refused in one line', async () => {
    const added = await issued();
    chmodSync(folder.path, 0o755);
    chmodSync(path, 0o555);
    await asUnprivileged(async () => {
      expect(() => mkdirSync(`${path}/x`)).toThrow('EACCES');
      const refused = store.install(added);
      await expect(refused).rejects.toThrow(IssueError);
      await expect(refused).rejects.toThrow(/^writing certificate [0-9A-F]{40} into the store .*: EACCES$/);
    });
    chmodSync(path, 0o755);
    expect(entries()).toEqual([]);
  });

  it('removes what a killed process left an hour ago, and nothing that is younger', async () => {
    folder.write('store/.new-old/privkey.pem', 'key');
    folder.write('store/.new-young/privkey.pem', 'key');
    const anHourAgo = Date.now() / 1000 - 3601;
    utimesSync(folder.at('store/.new-old'), anHourAgo, anHourAgo);
    const added = await issued();
    await store.install(added);
    expect(entries()).toEqual(['.new-young', added.certificate.thumbprint]);
  });

  it('is never seen half done: an unfinished folder is passed over', async () => {
    const { certificatePem } = await issued();
    folder.write('store/.new-abc/certificate.pem', certificatePem);
    const { value, problems } = await seen(store);
    expect(value.certificates).toEqual([]);
    expect(problems).toEqual([]);
  });
});

describe('the recorded internal transport certificate', () => {
  const [one, other] = ['A'.repeat(40), 'B'.repeat(40)];

  it('is none at first', async () => {
    expect(await store.recordedInternalTransport()).toBeUndefined();
  });

  it('is what was recorded last, whether it is there or not, from the next process on', async () => {
    await store.recordInternalTransport(one);
    await store.recordInternalTransport(other);
    expect(await store.recordedInternalTransport()).toBe(other);
    expect(await openPersonalStore(definition(path), CLOCK).recordedInternalTransport()).toBe(other);
    expect(entries()).toEqual(['internal-transport']);
    expect(readlinkSync(`${path}/internal-transport`)).toBe(other);
  });

  it('is no problem of the store while its link dangles, and counts no certificate twice', async () => {
    await store.recordInternalTransport(one);
    expect((await seen(store)).problems).toEqual([]);
    const added = await issued();
    await store.install(added);
    await store.recordInternalTransport(added.certificate.thumbprint);
    const { value } = await seen(store);
    expect(places(value.certificates, path)).toEqual([`${added.certificate.thumbprint}/certificate.pem#0 matches`]);
  });

  it.each([
    ['a path with the thumbprint at its end', `../store/${'a'.repeat(40)}`, 'A'.repeat(40)],
    ['no thumbprint', 'somewhere', undefined],
    ['a thumbprint and more', `${'A'.repeat(40)}.old`, undefined],
  ])('of a link to %s is read so', async (_what, target, expected) => {
    symlinkSync(target, `${path}/internal-transport`);
    expect(await store.recordedInternalTransport()).toBe(expected);
  });

  it('is none where no link but a file has that name', async () => {
    folder.write('store/internal-transport', 'A'.repeat(40));
    expect(await store.recordedInternalTransport()).toBeUndefined();
  });

  it('stays what it last was while the store is closed', async () => {
    await store.recordInternalTransport(one);
    chmodSync(folder.path, 0o755);
    chmodSync(path, 0o000);
    await asUnprivileged(async () => {
      expect(() => readdirSync(path)).toThrow('EACCES');
      expect(await store.recordedInternalTransport()).toBe(one);
    });
    chmodSync(path, 0o755);
  });

  it('that cannot be written is refused in one line', async () => {
    mkdirSync(`${path}/internal-transport/x`, { recursive: true });
    const refused = store.recordInternalTransport(one);
    await expect(refused).rejects.toThrow(IssueError);
    await expect(refused).rejects.toThrow(
      new RegExp(`^recording ${one} as the internal transport certificate in .*: E[A-Z]+$`),
    );
    expect(entries()).toEqual(['internal-transport']);
    expect(existsSync(`${path}/internal-transport/x`)).toBe(true);
  });
});
