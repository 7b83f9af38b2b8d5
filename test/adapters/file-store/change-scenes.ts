import {
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import configuration from '../../../rolldown.config.ts';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { StoreChange } from '../../../src/domain/store-change/store-change.ts';
import type { PersonalStore } from '../../../src/work/ports/stores.ts';
import type { MadeCertificate } from '../../fixtures/make-certificate.ts';
import { makeRequest } from '../../fixtures/make-request.ts';
import { certificateOf, change, installing, personalStore, requesting, theRequest } from './personal-stores.ts';
import { made, seen } from './scans.ts';

const SOURCE = fileURLToPath(new URL('changing-process.ts', import.meta.url));

/**
 * Bundles the process that changes a store, and returns its file. The file is inside the
 * repository, so that its packages are found.
 */
export async function buildChangingProcess(name: string): Promise<string> {
  const dir = fileURLToPath(new URL(`../../../var/changing/${name}`, import.meta.url));
  await build({ ...configuration[0], input: { process: SOURCE }, output: { dir } });
  return join(dir, 'process.js');
}

/** A store, and a change of it. */
export interface ChangeScene {
  readonly title: string;
  /**
   * Fills the store, and returns the change. Undefined: the store is only locked, which finishes
   * the change of a killed process.
   */
  readonly prepare: (store: PersonalStore, path: string) => Promise<StoreChange | undefined>;
}

const [first, second] = [made('mail.contoso.com'), made('other.contoso.com')];
const asking = makeRequest('mail.contoso.com');
const answer = made('mail.contoso.com', { keyPair: asking.keyPair });

/**
 * Returns the certificate and its location as plain data: a scanned one creates some properties
 * when they are read.
 */
async function storedOf(store: PersonalStore, one: MadeCertificate): Promise<StoredCertificate> {
  const { certificates } = (await seen(store)).value;
  const found = certificates.find(({ certificate }) => certificate.thumbprint === one.thumbprint);
  if (found === undefined) throw new Error(`${one.thumbprint} is not there`);
  const { store: name, location, services, key } = found;
  return { certificate: certificateOf(one), store: name, location, services, key };
}

const INSTALLATION: ChangeScene = {
  title: 'installing a certificate that is recorded',
  prepare: async (store) => {
    await change(store, installing(first, { recordsInternal: true }));
    return installing(second, { recordsInternal: true });
  },
};

export const REMOVAL: ChangeScene = {
  title: 'removing a certificate',
  prepare: async (store) => {
    await change(store, installing(first, { recordsInternal: true }));
    await change(store, installing(second));
    return { kind: 'remove', removed: await storedOf(store, first) };
  },
};

const [old, renewed] = [made('mail.contoso.com'), made('mail.contoso.com')];

/** Changes of a stable path that points to another certificate. */
const OF_PATHS: readonly ChangeScene[] = [
  {
    title: 'renewing a certificate with a stable path',
    prepare: async (store) => {
      await change(store, installing(old));
      return installing(renewed, { renews: old.thumbprint });
    },
  },
  {
    title: 'enabling a certificate that gets the stable path of another',
    prepare: async (store) => {
      await change(store, installing(old));
      await change(store, installing(renewed));
      return { kind: 'services', stored: await storedOf(store, old), services: ['IIS'], recordsInternal: false };
    },
  },
  {
    title: 'removing a certificate whose stable path another gets',
    prepare: async (store) => {
      await change(store, installing(old));
      await change(store, installing(renewed));
      const stablePathSuccessors = [['mail.contoso.com', old.thumbprint]] as const;
      return { kind: 'remove', removed: await storedOf(store, renewed), stablePathSuccessors };
    },
  },
];

/** All kinds of changes, and one that must be finished after a kill. */
export const SCENES: readonly ChangeScene[] = [
  INSTALLATION,
  { title: 'writing a request', prepare: async () => requesting(asking) },
  {
    title: 'importing the answer to a request',
    prepare: async (store) => {
      await change(store, requesting(asking));
      const more = { privateKeyPem: undefined, csr: await theRequest(store), recordsInternal: true };
      return installing(answer, more);
    },
  },
  {
    title: 'enabling a certificate that is recorded',
    prepare: async (store) => {
      await change(store, installing(first, { recordsInternal: true }));
      await change(store, installing(second));
      return {
        kind: 'services',
        stored: await storedOf(store, second),
        services: ['IIS'],
        recordsInternal: true,
      };
    },
  },
  REMOVAL,
  ...OF_PATHS,
  {
    title: 'finishing what was killed after its commit',
    prepare: async (store, path) => {
      const waiting = await change(store, requesting(asking));
      const [name, kept] = [basename(waiting), join(dirname(path), 'kept')];
      restore(waiting, kept);
      const more = { privateKeyPem: undefined, csr: await theRequest(store) };
      const installed = await change(store, installing(answer, more));
      await change(store, installing(first, { recordsInternal: true }));
      const gone = await change(store, installing(second));
      // The state between the commit and the end: the request still exists, with its key file in
      // both directories.
      restore(kept, waiting);
      rmSync(kept, { recursive: true });
      rmSync(join(waiting, 'privkey.pem'));
      linkSync(join(installed, 'privkey.pem'), join(waiting, 'privkey.pem'));
      symlinkSync(name, join(path, `.answer-${answer.thumbprint}`));
      symlinkSync(answer.thumbprint, join(path, '.internal-transport.next'));
      rmSync(join(path, 'live', 'mail.contoso.com'));
      symlinkSync(`../${first.thumbprint}`, join(path, '.live-mail.contoso.com'));
      symlinkSync(`../${first.thumbprint}`, join(path, '.live.successor-other.contoso.com'));
      const way = join(path, `.removed-2026-11-24T120000Z-${second.thumbprint}`);
      mkdirSync(way);
      restore(gone, join(way, 'files'));
      rmSync(gone, { recursive: true });
      writeFileSync(join(way, 'certificate.yaml'), 'services: []\n');
      return undefined;
    },
  },
];

/**
 * Returns the files and links below a directory, except the lock of the store; links with their
 * targets.
 */
export function filesBelow(root: string): readonly string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory() && entry.name !== '.lock')
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const name = path.slice(root.length + 1);
      return entry.isSymbolicLink() ? `${name} -> ${readlinkSync(path)}` : name;
    })
    .sort();
}

/**
 * Returns files with a private key, complete or in part, that an account other than their owner can
 * read.
 */
export function keysOfOthers(root: string): readonly string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path.endsWith('privkey.pem') || readFileSync(path, 'utf8').includes('PRIVATE KEY'))
    .filter((path) => (lstatSync(path).mode & 0o077) !== 0);
}

/** Returns the result of a scan of the store, and the recorded certificate. */
export async function shown(path: string): Promise<unknown> {
  const store = personalStore(path);
  const { value, problems } = await seen(store);
  return {
    certificates: value.certificates.map(({ certificate, services, key, note }) => [
      certificate.thumbprint,
      services,
      key.kind,
      note?.requestedBy,
    ]),
    requests: value.requests?.map(({ request, hasPrivateKey, note }) => [
      request.sha256Fingerprint,
      hasPrivateKey,
      note,
    ]),
    recorded: await store.recordedInternalTransport(),
    problems,
  };
}

/** Replaces a directory with a copy of another one. */
export function restore(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
}
