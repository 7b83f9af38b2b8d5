import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actAsItself } from '../../../../src/adapters/file-store/write/act-as.ts';
import type { StoredCertificate } from '../../../../src/domain/certificate/certificate.ts';
import type { PersonalStore } from '../../../../src/work/ports/stores.ts';
import { makeRequest } from '../../../fixtures/make-request.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needsRoot } from '../../../peers/needs.ts';
import { ASKED, change, installing, personalStore, requesting, theRequest } from '../personal-stores.ts';
import { made, seen } from '../scans.ts';

const NAME = 'mail.contoso.com';

let directory: TemporaryDirectory;
let store: PersonalStore;
beforeEach(() => {
  directory = temporaryDirectory();
  mkdirSync(directory.at('store'));
  store = personalStore(directory.at('store'), directory.at('state/trash'));
});
afterEach(() => directory[Symbol.dispose]());

const live = (name = NAME): string => directory.at('store/live', name);
const read = (name: string, of = NAME): string => readFileSync(join(live(of), name), 'utf8');

async function stored(thumbprint: string): Promise<StoredCertificate> {
  const { certificates } = (await seen(store)).value;
  const found = certificates.find(({ certificate }) => certificate.thumbprint === thumbprint);
  if (found === undefined) throw new Error(`${thumbprint} is not there`);
  return found;
}

describe('the stable path of a name', () => {
  it('points to the certificate and the key that were installed last', async () => {
    for (const added of [made(NAME), made(NAME)]) {
      using _held = await store.lock();
      expect(await store.apply(installing(added), ASKED)).toEqual({
        path: directory.at('store', added.thumbprint),
        stablePath: live(),
      });
      expect([read('fullchain.pem'), read('privkey.pem')]).toEqual([added.certificatePem, added.privateKeyPem]);
    }
    expect(readdirSync(directory.at('store/live'))).toEqual([NAME]);
    expect(statSync(directory.at('store/live')).mode & 0o777).toBe(0o711);
  });

  it('points to the certificate that was enabled last, even if its directory has no link yet', async () => {
    const [old, renewed] = [made(NAME), made(NAME)];
    await change(store, installing(old));
    await change(store, installing(renewed));
    rmSync(directory.at('store', old.thumbprint, 'fullchain.pem'));
    await change(store, {
      kind: 'services',
      stored: await stored(old.thumbprint),
      services: ['IIS'],
      recordsInternal: false,
    });
    expect([read('fullchain.pem'), read('privkey.pem')]).toEqual([old.certificatePem, old.privateKeyPem]);
  });

  it('points to the issued certificate of a request, with the key of the request', async () => {
    const asked = makeRequest(NAME);
    await change(store, requesting(asked));
    expect(existsSync(live())).toBe(false);
    const answer = made(NAME, { keyPair: asked.keyPair });
    await change(store, installing(answer, { privateKeyPem: undefined, csr: await theRequest(store) }));
    expect([read('fullchain.pem'), read('privkey.pem')]).toEqual([answer.certificatePem, asked.privateKeyPem]);
  });

  it('moves to the successor of a removed certificate, and is removed with the last', async () => {
    const [old, renewed] = [made(NAME), made(NAME)];
    await change(store, installing(old));
    await change(store, installing(renewed));
    await change(store, {
      kind: 'remove',
      removed: await stored(renewed.thumbprint),
      stablePathSuccessors: [[NAME, old.thumbprint]],
    });
    expect(read('fullchain.pem')).toBe(old.certificatePem);
    await change(store, { kind: 'remove', removed: await stored(old.thumbprint) });
    expect(readdirSync(directory.at('store'))).toEqual(['.lock']);
  });

  it('points to the renewed certificate, even if the names have another order', async () => {
    const names = ['mail.contoso.com', 'autodiscover.contoso.com'];
    const [old, renewed] = [made(NAME, { dnsNames: names }), made(NAME, { dnsNames: names.toReversed() })];
    await change(store, installing(old));
    await change(store, installing(renewed, { renews: old.thumbprint }));
    expect(read('fullchain.pem')).toBe(renewed.certificatePem);
    expect(readdirSync(directory.at('store/live'))).toEqual([NAME]);
  });

  it('is not taken from another certificate by the renewal of one that does not have it', async () => {
    const [own, bought, renewed] = [made(NAME), made(NAME), made(NAME)];
    await change(store, installing(own));
    await change(store, installing(bought));
    using _held = await store.lock();
    expect(await store.apply(installing(renewed, { renews: own.thumbprint }), ASKED)).toEqual({
      path: directory.at('store', renewed.thumbprint),
    });
    expect(read('fullchain.pem')).toBe(bought.certificatePem);
  });

  it('is not taken by a certificate that is not valid, nor by one that is enabled for nothing', async () => {
    const [valid, expired] = [made(NAME), made(NAME)];
    await change(store, installing(valid));
    await change(store, installing(expired, { hasStablePath: false }));
    const disabled = { stored: await stored(expired.thumbprint), services: [], recordsInternal: false } as const;
    await change(store, { kind: 'services', ...disabled });
    await change(store, { kind: 'services', ...disabled, services: ['SMTP'], hasStablePath: false });
    await change(store, installing(made(NAME), { services: [] }));
    expect(read('fullchain.pem')).toBe(valid.certificatePem);
  });

  it('is given to a certificate that an earlier version installed, without any other change', async () => {
    const added = made(NAME);
    const path = await change(store, installing(added));
    rmSync(directory.at('store/live'), { recursive: true });
    rmSync(join(path, 'fullchain.pem'));
    const note = readFileSync(join(path, 'certificate.yaml'), 'utf8');
    using _held = await store.lock();
    expect(await store.assignStablePath(await stored(added.thumbprint))).toEqual({ stablePath: live(), isMoved: true });
    expect(await store.assignStablePath(await stored(added.thumbprint))).toEqual({
      stablePath: live(),
      isMoved: false,
    });
    expect([read('fullchain.pem'), read('privkey.pem')]).toEqual([added.certificatePem, added.privateKeyPem]);
    expect(readFileSync(join(path, 'certificate.yaml'), 'utf8')).toBe(note);
  });

  it('is not given to a certificate in a directory that no command made', async () => {
    const added = made(NAME);
    directory.write('store/mine/certificate.pem', added.certificatePem);
    directory.write('store/mine/privkey.pem', added.privateKeyPem, 0o600);
    using _held = await store.lock();
    expect(await store.assignStablePath(await stored(added.thumbprint))).toBeUndefined();
    expect(existsSync(directory.at('store/live'))).toBe(false);
  });

  it('stays if a directory gets its name during a change, and the store can be changed again', async () => {
    const [added, other] = [made(NAME), made('other.contoso.com')];
    await change(store, installing(added));
    rmSync(live());
    mkdirSync(live());
    // The state after a kill between the commit and the rename of the link.
    symlinkSync(`../${added.thumbprint}`, directory.at('store', `.live-${NAME}`));
    await change(store, installing(other));
    expect(lstatSync(live()).isDirectory()).toBe(true);
    expect(readdirSync(directory.at('store')).filter((name) => name.startsWith('.live'))).toEqual([]);
  });

  it.each([
    ['a file', (path: string) => directory.write(path, 'mine')],
    ['a link', (path: string) => symlinkSync('/etc/letsencrypt/live/mail.contoso.com', directory.at(path))],
    ['a link to another directory of the store', (path: string) => symlinkSync('../mine', directory.at(path))],
  ])('does not replace %s of the user, neither at the start nor at the end of a change', async (_what, put) => {
    const [added, other] = [made(NAME), made('other.contoso.com')];
    mkdirSync(directory.at('store/live'));
    put(`store/live/${NAME}`);
    const before = lstatSync(live());
    {
      using _held = await store.lock();
      expect(await store.apply(installing(added), ASKED)).toEqual({ path: directory.at('store', added.thumbprint) });
    }
    // The state after a kill between the commit and the rename of the link.
    symlinkSync(`../${added.thumbprint}`, directory.at('store', `.live-${NAME}`));
    await change(store, installing(other));
    expect(lstatSync(live())).toMatchObject({ ino: before.ino, mode: before.mode });
    expect(readdirSync(directory.at('store')).filter((name) => name.startsWith('.live'))).toEqual([]);
  });

  it('is not created for a certificate without a key', async () => {
    await change(store, installing(made(NAME), { privateKeyPem: undefined }));
    expect(existsSync(directory.at('store/live'))).toBe(false);
  });

  it.each([
    ['of an existing foreign directory', () => mkdirSync(live(), { recursive: true })],
    ['where live is a link', () => symlinkSync(directory.at(), directory.at('store/live'))],
    ['where live is a file', () => void directory.write('store/live', '')],
  ])('is not created in the place %s, and the certificate is installed', async (_what, put) => {
    put();
    const before = lstatSync(directory.at('store/live')).ino;
    const added = made(NAME);
    await change(store, installing(added));
    expect(existsSync(directory.at('store', added.thumbprint, 'privkey.pem'))).toBe(true);
    expect(lstatSync(directory.at('store/live')).ino).toBe(before);
    expect(readdirSync(directory.at('store')).filter((name) => name.startsWith('.live'))).toEqual([]);
    if (existsSync(live())) expect(readdirSync(live())).toEqual([]);
  });

  it('shows no certificate twice', async () => {
    const added = made(NAME);
    await change(store, installing(added));
    const { certificates } = (await seen(store)).value;
    expect(certificates.map(({ location }) => location.path)).toEqual([
      directory.at('store', added.thumbprint, 'certificate.pem'),
    ]);
  });

  it('shows other files in a directory of that name', async () => {
    const other = made('other.contoso.com');
    directory.write('store/live/other.contoso.com/fullchain.pem', other.certificatePem);
    const { certificates } = (await seen(store)).value;
    expect(certificates.map(({ certificate }) => certificate.thumbprint)).toEqual([other.thumbprint]);
  });
});

describe.runIf(needsRoot())('the stable path in a store of another account', () => {
  it.each([
    ['a command', undefined],
    ['a daemon of root', actAsItself],
  ])('is created by %s, and follows no link', async (_who, actAs) => {
    chmodSync(directory.path, 0o755);
    chownSync(directory.at('store'), 1500, 1500);
    mkdirSync(directory.at('root'));
    store = personalStore(directory.at('store'), directory.at('state/trash'), actAs);
    await change(store, installing(made(NAME)));
    expect(lstatSync(directory.at('store/live'))).toMatchObject({ uid: 1500, gid: 1500 });
    const before = readlinkSync(live());
    rmSync(directory.at('store/live'), { recursive: true });
    symlinkSync(directory.at('root'), directory.at('store/live'));
    await change(store, installing(made(NAME)));
    expect(readdirSync(directory.at('root'))).toEqual([]);
    expect(before).toMatch(/^\.\.\/[0-9A-F]{40}$/);
  });
});
