import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTrash } from '../../../src/adapters/file-store/open-trash.ts';
import type { PersonalStore, Trash } from '../../../src/work/ports/stores.ts';
import { asUnprivileged } from '../../fixtures/as-unprivileged.ts';
import { makeRequest } from '../../fixtures/make-request.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { change, installing, LATER, personalStore, requesting, theCertificate, theRequest } from './personal-stores.ts';
import { CLOCK, made } from './scans.ts';

let directory: TemporaryDirectory;
let store: PersonalStore;
let trash: Trash;
beforeEach(() => {
  directory = temporaryDirectory();
  mkdirSync(directory.at('store'));
  store = personalStore(directory.at('store'), directory.at('state/trash'));
  trash = openTrash(directory.at('state/trash'), CLOCK);
});
afterEach(() => directory[Symbol.dispose]());

describe('the trash', () => {
  it('is empty if it does not exist yet', async () => {
    expect(await trash.names()).toEqual([]);
    expect(await trash.removal(`2026-11-24T120000Z-${'A'.repeat(40)}`)).toBeUndefined();
  });

  it('has for a certificate its services, and the user who removed it', async () => {
    const added = made();
    await change(store, installing(added));
    const path = await change(store, { kind: 'remove', removed: await theCertificate(store) }, LATER);
    const [name = '', ...others] = (await trash.names()) ?? [];
    expect(others).toEqual([]);
    expect(await trash.removal(name)).toMatchObject({
      path,
      removed: { thumbprint: added.thumbprint },
      services: ['SMTP', 'IMAP'],
      requestedBy: LATER,
    });
  });

  it('has the same for a request', async () => {
    const asking = makeRequest('mail.contoso.com');
    await change(store, requesting(asking));
    await change(store, { kind: 'remove', removed: await theRequest(store) }, LATER);
    const [name = ''] = (await trash.names()) ?? [];
    expect(await trash.removal(name)).toMatchObject({
      removed: { sha256Fingerprint: asking.request.sha256Fingerprint },
      services: ['SMTP'],
      requestedBy: LATER,
    });
  });

  it('finds the removed certificate among its issuers', async () => {
    const authority = made('Contoso CA', { isCa: true });
    const leaf = made('mail.contoso.com', { issuer: authority });
    await change(store, { ...installing(leaf), certificatePem: leaf.certificatePem + authority.certificatePem });
    await change(store, { kind: 'remove', removed: await theCertificate(store) });
    const [name = ''] = (await trash.names()) ?? [];
    expect((await trash.removal(name))?.removed).toMatchObject({ thumbprint: leaf.thumbprint });
  });

  it.each([
    ['has no note', undefined],
    ['has a note that cannot be read', 'services: ['],
    ['has no removal', 'services: [SMTP]\n'],
  ])('has nothing about a directory that %s', async (_what, note) => {
    const name = `2026-11-24T120000Z-${'A'.repeat(40)}`;
    directory.write(`state/trash/${name}/certificate.pem`, made().certificatePem);
    if (note !== undefined) directory.write(`state/trash/${name}/certificate.yaml`, note);
    expect(await trash.names()).toEqual([name]);
    expect(await trash.removal(name)).toBeUndefined();
  });

  it('skips incomplete entries, and foreign ones', async () => {
    directory.write(`state/trash/.copying-2026-11-24T120000Z-${'A'.repeat(40)}/privkey.pem`, 'key');
    directory.write('state/trash/mine/privkey.pem', 'key');
    expect(await trash.names()).toEqual([]);
    expect(await trash.removal('../store')).toBeUndefined();
  });

  it('that is unreadable is not treated as empty', async () => {
    directory.write('state/trash/x', '');
    chmodSync(directory.path, 0o755);
    chmodSync(directory.at('state/trash'), 0o000);
    await asUnprivileged(async () => {
      expect(() => readdirSync(directory.at('state/trash'))).toThrow('EACCES');
      expect(await trash.names()).toBeUndefined();
    });
    rmSync(directory.at('state'), { recursive: true });
  });
});
