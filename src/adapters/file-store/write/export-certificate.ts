import { type KeyObject, randomBytes } from 'node:crypto';
import { link, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { namesOf, type StoredCertificate } from '../../../domain/certificate/certificate.ts';
import type { StoreDefinition } from '../../../domain/connector/connector.ts';
import { writePem } from '../../../formats/pem/write-pem.ts';
import type { Sealing } from '../../../formats/pkcs12/encrypt.ts';
import { errorCode } from '../../../formats/system/file-reason.ts';
import { ExportError } from '../../../work/errors.ts';
import type { CertificateExporter, ExportTarget } from '../../../work/ports/stores.ts';
import { PasswordFiles } from '../read/password-files.ts';
import { pathExists } from '../walk/path-exists.ts';
import { TimeSlice } from '../walk/time-slice.ts';
import { ifPossible, removeAll, syncDirectory, writeDurably } from './durable-files.ts';
import { openOwnedDirectory } from './owned-directory.ts';
import { type Exported, readExport } from './read-export.ts';

/**
 * What a guess at the password costs, three times over. Measured: 0.2 s to write, 0.1 s to read here, 0.04 s with OpenSSL,
 * 0.7 s with keytool. More than twenty passwords can be tried within what reading one file may cost here.
 */
const ITERATIONS = 100_000;
/** What link answers where there are none. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);
/** For its owner alone. */
const MODE = 0o600;
/** What no other program could be given as a password. */
const CONTROL = /\p{Cc}/u;

/** Hands certificates out of these stores, whose password files open what is closed there. */
export function certificateExporter(stores: readonly StoreDefinition[]): CertificateExporter {
  return {
    export: async (stored, target) => {
      try {
        const octets = await octetsOf(stored, target, stores);
        try {
          await writeNew(target.path, octets);
        } finally {
          octets.fill(0);
        }
      } catch (error) {
        const doing = `exporting certificate ${stored.certificate.thumbprint} to ${target.path}`;
        throw new ExportError(target.path, `${doing}: ${answerOf(error)}`, error);
      }
    },
  };
}

async function octetsOf(
  stored: StoredCertificate,
  target: ExportTarget,
  stores: readonly StoreDefinition[],
): Promise<Buffer> {
  const password = passwordOf(target);
  try {
    const pace = new TimeSlice(new AbortController().signal);
    const breathe = async (): Promise<void> => {
      if (pace.due()) await pace.rest();
    };
    const files = stores.find(({ name }) => name === stored.store)?.passwordFiles ?? [];
    const exported = await readExport(stored, new PasswordFiles(files, 0), pace);
    const sealing = password && { password, iterations: ITERATIONS, random: randomBytes, breathe };
    return target.format === 'pem' ? await pemOf(exported, sealing) : await pfxOf(stored, exported, sealing);
  } finally {
    password?.fill(0);
  }
}

/** The certificate, its issuers, the key. */
async function pemOf({ certificate, issuers, privateKey }: Exported, sealing: Sealing | undefined): Promise<Buffer> {
  const certificates = [certificate, ...issuers].map((der) => writePem('CERTIFICATE', der)).join('');
  const key = await withPkcs8(privateKey, async (pkcs8) => {
    if (sealing === undefined) return writePem('PRIVATE KEY', pkcs8);
    // node-forge takes a while to load, and few processes ever export.
    const { writeEncryptedKey } = await import('../../../formats/private-key/write-encrypted-key.ts');
    return writePem('ENCRYPTED PRIVATE KEY', await writeEncryptedKey(pkcs8, sealing));
  });
  return Buffer.from(certificates + key);
}

async function pfxOf(
  { certificate: described, note }: StoredCertificate,
  { certificate, issuers, privateKey }: Exported,
  sealing: Sealing | undefined,
): Promise<Buffer> {
  if (sealing === undefined) throw new Error('a PKCS#12 has a password; give a file that holds one');
  const { writePfx } = await import('../../../formats/pkcs12/write-pfx.ts');
  const friendlyName = note?.friendlyName ?? namesOf(described)[0];
  return withPkcs8(privateKey, (pkcs8) => writePfx({ pkcs8, certificate, issuers, friendlyName }, sealing));
}

/** Lends the key's octets, then overwrites them. */
async function withPkcs8<T>(privateKey: KeyObject, use: (pkcs8: Buffer) => Promise<T>): Promise<T> {
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  try {
    return await use(pkcs8);
  } finally {
    pkcs8.fill(0);
  }
}

/** undefined: none is asked for. What could not be typed elsewhere is refused, and so is nothing at all. */
function passwordOf({ passwordFile }: ExportTarget): Buffer | undefined {
  if (passwordFile === undefined) return undefined;
  const { passwords, problems } = new PasswordFiles([passwordFile], 0).read();
  const [password] = passwords;
  if (password === undefined) {
    const { reason = 'not_found', detail = '' } = problems[0] ?? {};
    const why = `${reason}: ${detail}`;
    throw new Error(
      `the password file ${passwordFile} cannot be read (${why}); name a file of one line that this account can read`,
    );
  }
  const text = password.toString('utf8');
  if (text !== '' && !CONTROL.test(text) && Buffer.from(text).equals(password)) return password;
  password.fill(0);
  throw new Error(
    text === ''
      ? `${passwordFile} holds no password; write one into it`
      : `what ${passwordFile} holds is no password that every program can be given; write one line of UTF-8 into it`,
  );
}

async function writeNew(path: string, octets: Buffer): Promise<void> {
  const owner = { userId: process.geteuid?.() ?? 0, groupId: process.getegid?.() ?? 0 };
  // One directory, whatever takes its name meanwhile.
  using directory = openOwnedDirectory(dirname(path));
  const file = join(directory.path, basename(path));
  // A kill leaves nothing by the name that was asked for, or all of it.
  const beside = join(directory.path, `.${basename(path).slice(0, 200)}-${randomBytes(8).toString('hex')}`);
  try {
    if (await pathExists(file)) throw Object.assign(new Error(), { code: 'EEXIST' });
    await writeDurably(beside, octets, MODE, owner);
    await link(beside, file).catch(async (error: unknown) => {
      // Not every file system has links.
      if (!NO_LINKS.has(errorCode(error) ?? '')) throw error;
      await rename(beside, file);
    });
  } finally {
    await ifPossible(() => removeAll(beside));
  }
  // Not every file system can; the file is there.
  await ifPossible(() => syncDirectory(directory.path));
}

function answerOf(error: unknown): string {
  const code = errorCode(error);
  switch (code) {
    case 'EEXIST':
      return 'something stands there already; name a file that does not';
    case 'ENOENT':
    case 'ENOTDIR':
      return `${code}: its folder is not there; make it first`;
    case 'EACCES':
    case 'EPERM':
      return `${code}: this account may not write there; name a file in a folder of yours`;
    case 'EROFS':
      return `${code}: its file system is mounted read-only; name a file in another`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `${code}: no room is left on its file system; make some and try again`;
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
