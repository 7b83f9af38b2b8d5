import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IssueError, StoreBusyError } from '../../../../src/work/errors.ts';
import type { PersonalStore } from '../../../../src/work/ports/stores.ts';
import { asUnprivileged } from '../../../fixtures/as-unprivileged.ts';
import { makeRequest } from '../../../fixtures/make-request.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import {
  ASKED,
  change,
  installing,
  LATER,
  personalStore,
  requesting,
  theCertificate,
  theRequest,
} from '../personal-stores.ts';
import { made, seen } from '../scans.ts';

let directory: TemporaryDirectory;
let path: string;
let store: PersonalStore;
beforeEach(() => {
  directory = temporaryDirectory();
  path = directory.at('store');
  mkdirSync(path, { mode: 0o750 });
  store = personalStore(path, directory.at('state/trash'));
});
afterEach(() => directory[Symbol.dispose]());

const isRoot = process.geteuid?.() === 0;

/** Returns the entries that a test left, also hidden ones, except the lock and the stable paths. */
const entries = (): string[] =>
  readdirSync(path)
    .filter((name) => name !== '.lock' && name !== 'live')
    .sort();

/** Returns all files below a directory, without following links. */
function below(root: string): string[] {
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    const each = `${root}/${entry.name}`;
    return entry.isDirectory() ? [each, ...below(each)] : [each];
  });
}

describe('installing a certificate', () => {
  it('creates a directory named by the thumbprint, with certificate, key and certificate.yaml', async () => {
    const added = made();
    const installed = await change(store, installing(added, { friendlyName: 'Mail', renews: 'B'.repeat(40) }));
    expect(installed).toBe(`${path}/${added.thumbprint}`);
    expect(entries()).toEqual([added.thumbprint]);
    expect(readFileSync(`${installed}/certificate.pem`, 'utf8')).toBe(added.certificatePem);
    expect(readFileSync(`${installed}/privkey.pem`, 'utf8')).toBe(added.privateKeyPem);
    expect(readFileSync(`${installed}/certificate.yaml`, 'utf8')).toBe(
      `services:
  - SMTP
  - IMAP
friendlyName: Mail
exportable: false
renewalOf: ${'B'.repeat(40)}
lastChange:
  by: root
  command: mailcertd certificates new
  at: 2026-11-24T12:00:00.000Z
`,
    );
    expect((await seen(store)).problems).toEqual([]);
  });

  it.each([0o000, 0o022, 0o077, 0o777])('keeps its modes under the umask %o', async (umask) => {
    const before = process.umask(umask);
    try {
      const installed = await change(store, installing());
      const modes = ['', '/privkey.pem', '/certificate.pem', '/certificate.yaml'].map(
        (name) => statSync(installed + name).mode & 0o777,
      );
      expect(modes).toEqual([0o700, 0o600, 0o644, 0o644]);
      expect(statSync(`${path}/.lock`).mode & 0o077).toBe(0);
    } finally {
      process.umask(before);
    }
  });

  it.skipIf(!isRoot)('as root gives all of it to the owner and group of the store', async () => {
    chmodSync(directory.path, 0o755);
    chownSync(path, 1234, 5678);
    await change(store, installing(made(), { recordsInternal: true }));
    await change(store, requesting(makeRequest('mail.contoso.com')));
    await change(store, { kind: 'services', stored: await theCertificate(store), services: [], recordsInternal: true });
    const removed = await change(store, { kind: 'remove', removed: await theRequest(store) });
    expect(lstatSync(`${path}/.lock`)).toMatchObject({ uid: 1234, gid: 5678, mode: 0o100600 });
    const all = [...below(path), ...below(directory.at('state')), directory.at('state'), removed];
    expect(all.length).toBeGreaterThan(10);
    for (const each of all) expect(lstatSync(each), each).toMatchObject({ uid: 1234, gid: 5678 });
  });

  it('that exists already is refused, and changes nothing', async () => {
    const added = made();
    await change(store, installing(added));
    const again = change(store, installing(added, { services: [], recordsInternal: true }));
    await expect(again).rejects.toThrow(IssueError);
    await expect(again).rejects.toThrow(
      `cannot write certificate ${added.thumbprint} into the store ${path}: a file or directory with this name already exists; nothing was changed`,
    );
    expect(entries()).toEqual([added.thumbprint]);
    expect((await theCertificate(store)).services).toEqual(['SMTP', 'IMAP']);
  });

  it('is never visible half done: an unfinished directory is skipped', async () => {
    directory.write('store/.new-abc/certificate.pem', made().certificatePem);
    const { value, problems } = await seen(store);
    expect(value.certificates).toEqual([]);
    expect(problems).toEqual([]);
  });
});

describe('the certificate for a request', () => {
  it("uses the file of the key, and the request's directory is removed", async () => {
    const asking = makeRequest('mail.contoso.com');
    const waiting = await change(store, requesting(asking));
    expect(entries()).toEqual([`request-${asking.request.sha256Fingerprint.slice(0, 40)}`]);
    const { ino } = statSync(`${waiting}/privkey.pem`);
    const answer = made('mail.contoso.com', { keyPair: asking.keyPair });
    const answers = await theRequest(store);
    const installed = await change(store, installing(answer, { privateKeyPem: undefined, csr: answers }));
    expect(entries()).toEqual([answer.thumbprint]);
    expect(statSync(`${installed}/privkey.pem`)).toMatchObject({ ino, nlink: 1 });
  });

  it('leaves a manual request, and uses a copy of its key', async () => {
    const asking = makeRequest('mail.contoso.com');
    directory.write('store/mail.csr', asking.requestPem);
    const key = directory.write('store/mail.key', asking.privateKeyPem, 0o644);
    const answer = made('mail.contoso.com', { keyPair: asking.keyPair });
    const answers = await theRequest(store);
    expect(answers.keyPath).toBe(key);
    const installed = await change(store, installing(answer, { privateKeyPem: undefined, csr: answers }));
    expect(entries()).toEqual([answer.thumbprint, 'mail.csr', 'mail.key']);
    expect(statSync(`${installed}/privkey.pem`).mode & 0o777).toBe(0o600);
    writeFileSync(key, 'another key');
    expect((await theCertificate(store)).key.kind).toBe('matches');
    expect((await seen(store)).value.requests).toBeUndefined();
  });

  it('does not remove a request that is only linked, as backups do', async () => {
    const waiting = await change(store, requesting(makeRequest('mail.contoso.com')));
    linkSync(`${waiting}/privkey.pem`, directory.at('backup.pem'));
    await change(store, installing());
    expect(await theRequest(store)).toMatchObject({ hasPrivateKey: true });
  });
});

describe('enabling a certificate', () => {
  it('keeps the rest of its certificate.yaml, with comments and unknown keys', async () => {
    directory.write('store/mail/cert.pem', made().certificatePem);
    const note = directory.write('store/mail/certificate.yaml', '# ours\nservices: [IMAP] # for now\nticket: 4711\n');
    const stored = await theCertificate(store);
    expect(await change(store, { kind: 'services', stored, services: ['SMTP'], recordsInternal: false }, LATER)).toBe(
      dirname(note),
    );
    expect(readFileSync(note, 'utf8')).toBe(
      `# ours
services:
  - SMTP
ticket: 4711
lastChange:
  by: alice (root)
  command: mailcertd certificates remove X
  at: 2026-11-24T13:01:01.000Z
`,
    );
    expect(await theCertificate(store)).toMatchObject({
      services: ['SMTP'],
      note: { requestedBy: LATER, isExportable: true },
    });
  });

  it('is refused if its certificate.yaml cannot be read: no content is lost', async () => {
    directory.write('store/mail/cert.pem', made().certificatePem);
    const note = directory.write('store/mail/certificate.yaml', 'services: [SMTP\n');
    const stored = await theCertificate(store);
    const refused = change(store, { kind: 'services', stored, services: ['IMAP'], recordsInternal: true });
    await expect(refused).rejects.toThrow(IssueError);
    await expect(refused).rejects.toThrow(
      /certificate\.yaml cannot be read \(.*\); fix it or remove it; nothing was changed$/,
    );
    expect(readFileSync(note, 'utf8')).toBe('services: [SMTP\n');
    expect(entries()).toEqual(['mail']);
    expect(await store.recordedInternalTransport()).toBeUndefined();
  });
});

describe('removing a certificate', () => {
  it('moves its directory, with all files, to the trash, with the time and the user', async () => {
    const added = made();
    const installed = await change(store, installing(added));
    writeFileSync(`${installed}/notes.txt`, 'mine');
    const trashed = await change(store, { kind: 'remove', removed: await theCertificate(store) }, LATER);
    expect(trashed).toBe(directory.at(`state/trash/2026-11-24T130101Z-${added.thumbprint}`));
    expect(readdirSync(trashed).sort()).toEqual([
      'certificate.pem',
      'certificate.yaml',
      'fullchain.pem',
      'notes.txt',
      'privkey.pem',
    ]);
    expect(readFileSync(`${trashed}/certificate.yaml`, 'utf8')).toMatch(
      /lastChange:\n {2}by: root\n[\s\S]*\nremovedBy:\n {2}by: alice \(root\)\n {2}command: mailcertd certificates remove X\n/,
    );
    expect(statSync(dirname(trashed)).mode & 0o777).toBe(0o700);
    expect(entries()).toEqual([]);
  });

  it('has a unique name in the trash, also within the same second', async () => {
    const added = made();
    await change(store, installing(added));
    await change(store, { kind: 'remove', removed: await theCertificate(store) });
    await change(store, installing(added));
    expect(await change(store, { kind: 'remove', removed: await theCertificate(store) })).toBe(
      directory.at(`state/trash/2026-11-24T120000Z-${added.thumbprint}-2`),
    );
  });

  it('is refused if the directory is a link, or does not exist', async () => {
    directory.write('elsewhere/cert.pem', made().certificatePem);
    symlinkSync(directory.at('elsewhere'), `${path}/link`);
    const linked = await theCertificate(store);
    await expect(change(store, { kind: 'remove', removed: linked })).rejects.toThrow(
      'is a link; remove the directory to which it points instead',
    );
    const loose = {
      ...linked,
      certificate: linked.certificate,
      location: { path: `${path}/a.pem`, block: 0, alias: undefined },
    };
    await expect(
      change(store, { kind: 'remove', removed: { ...loose, services: [], key: linked.key, store: 'My' } }),
    ).rejects.toThrow('is not a directory in the store');
    expect(entries()).toEqual(['link']);
  });
});

describe('the process with the lock of the store', () => {
  it('removes unfinished files of a killed process', async () => {
    directory.write('store/.new-x/privkey.pem', 'key');
    directory.write('store/.certificate.yaml.next', 'services: []');
    directory.write('store/.lock-4711', '');
    directory.write('store/.removed-2026-11-24T120000Z-X/certificate.yaml', '');
    symlinkSync('A'.repeat(40), `${path}/.internal-transport-1234`);
    symlinkSync('A'.repeat(40), `${path}/.internal-transport.next`);
    symlinkSync(`request-${'A'.repeat(40)}`, `${path}/.answer-${'B'.repeat(40)}`);
    directory.write('state/trash/.copying-x/privkey.pem', 'key');
    (await store.lock())[Symbol.dispose]();
    expect(entries()).toEqual([]);
    expect(readdirSync(directory.at('state/trash'))).toEqual([]);
  });

  it('keeps a request whose certificate was announced and never written', async () => {
    const asking = makeRequest('mail.contoso.com');
    const waiting = await change(store, requesting(asking));
    symlinkSync(waiting.slice(path.length + 1), `${path}/.answer-${'B'.repeat(40)}`);
    (await store.lock())[Symbol.dispose]();
    expect(await theRequest(store)).toMatchObject({ hasPrivateKey: true });
    expect(entries()).toHaveLength(1);
  });

  it('finishes a removal whose trash was full, once it is not, and can change the store meanwhile', async () => {
    directory.write(`store/.removed-2026-11-24T120000Z-${'A'.repeat(40)}/files/privkey.pem`, 'key', 0o600);
    directory.write('state', 'in the way');
    await change(store, installing());
    expect(entries()).toHaveLength(2);
    const other = personalStore(path, directory.at('other/trash'));
    (await other.lock())[Symbol.dispose]();
    expect(entries()).toHaveLength(1);
    expect(readdirSync(directory.at(`other/trash/2026-11-24T120000Z-${'A'.repeat(40)}`))).toEqual(['privkey.pem']);
  });

  it('locks out every other one, in this process and in others, and nothing is changed', async () => {
    const held = await store.lock();
    const before = entries();
    await expect(personalStore(path).lock()).rejects.toThrow(StoreBusyError);
    await expect(store.lock()).rejects.toThrow(StoreBusyError);
    expect(entries()).toEqual(before);
    await store.apply(installing(), ASKED);
    held[Symbol.dispose]();
    (await personalStore(path).lock())[Symbol.dispose]();
  });

  it('is refused by a lock that is no file', async () => {
    mkdirSync(`${path}/.lock`);
    await expect(store.lock()).rejects.toThrow(`${path}/.lock is not a regular file; remove it`);
  });
});

describe('a store without write permission', () => {
  it('is refused in one line with its owner, and is not changed', async () => {
    const installed = await change(store, installing());
    const stored = await theCertificate(store);
    chmodSync(directory.path, 0o755);
    for (const each of [path, installed]) chmodSync(each, 0o755);
    await asUnprivileged(async () => {
      expect(() => mkdirSync(`${path}/x`)).toThrow('EACCES');
      for (const ordered of [
        installing(made('other.contoso.com')),
        requesting(makeRequest('other.contoso.com')),
        { kind: 'services', stored, services: [], recordsInternal: true } as const,
        { kind: 'remove', removed: stored } as const,
      ]) {
        const refused = change(store, ordered);
        await expect(refused).rejects.toThrow(IssueError);
        await expect(refused).rejects.toThrow(
          `cannot lock the store ${path}: EACCES: the store belongs to root; run this as that account, or as root; nothing was changed`,
        );
      }
    });
    expect(entries()).toEqual([stored.certificate.thumbprint]);
  });

  it.skipIf(!isRoot)('of the same owner, mode 0555, is refused at the first file', async () => {
    chmodSync(directory.path, 0o755);
    chownSync(path, 65534, 65534);
    (await store.lock())[Symbol.dispose]();
    chmodSync(path, 0o555);
    await asUnprivileged(async () => {
      expect(() => mkdirSync(`${path}/x`)).toThrow('EACCES');
      await expect(change(store, installing())).rejects.toThrow(
        /^cannot write certificate [0-9A-F]{40} into the store .*: EACCES: no write permission; grant it with chmod or setfacl; nothing was changed$/,
      );
    });
    expect(entries()).toEqual([]);
  });
});
