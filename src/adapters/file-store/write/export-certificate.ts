import { type KeyObject, randomBytes } from 'node:crypto';
import { link, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { namesOf, type StoredCertificate } from '../../../domain/certificate/certificate.ts';
import type { StoreDefinition } from '../../../domain/connector/connector.ts';
import { EXPORT_FAILURES } from '../../../domain/failure/export-failures.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { writePem } from '../../../formats/pem/write-pem.ts';
import type { EncryptionOptions } from '../../../formats/pkcs12/encrypt.ts';
import { errorCode } from '../../../formats/system/file-reason.ts';
import type { CertificateExporter, ExportTarget } from '../../../work/ports/stores.ts';
import { PasswordFiles, readPasswordFile } from '../open/password-files.ts';
import { pathExists } from '../walk/path-exists.ts';
import { TimeSlice, yieldWithin } from '../walk/time-slice.ts';
import { ignoreErrors, removeAll, syncDirectory, writeDurably } from './durable-files.ts';
import { exportFailure } from './export-failure.ts';
import { openOwnedDirectory } from './owned-directory.ts';
import { type ExportContents, readExport } from './read-export.ts';

/**
 * The number of key derivation iterations of a written file. Measured: 0.2 s to write; to read, 0.1
 * s with mailcertd, 0.04 s with OpenSSL, 0.7 s with keytool. mailcertd's limit for reading one file
 * then suffices to try more than 20 passwords.
 */
const KEY_DERIVATION_ITERATIONS = 100_000;
/** Error codes of `link` on file systems without hard links. */
const NO_HARD_LINK_CODES: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);
/** Readable and writable for the owner only. */
const FILE_MODE = 0o600;
/** Characters that other programs do not accept in a password. */
const CONTROL_CHARACTER = /\p{Cc}/u;

/**
 * Creates the exporter, which writes a certificate of one of the stores, its issuers and its
 * private key into a new file.
 */
export function certificateExporter(stores: readonly StoreDefinition[]): CertificateExporter {
  return {
    export: async (stored, target) => {
      try {
        const bytes = await renderExport(stored, target, stores);
        try {
          await writeNewFile(target.path, bytes);
        } finally {
          bytes.fill(0);
        }
      } catch (error) {
        throw exportFailure(stored.certificate.thumbprint, target.path, error);
      }
    },
  };
}

/** Returns the content of the new file. The caller overwrites it after use. */
async function renderExport(
  stored: StoredCertificate,
  target: ExportTarget,
  stores: readonly StoreDefinition[],
): Promise<Buffer> {
  const password = readPassword(target);
  try {
    const slice = new TimeSlice();
    const passwordFiles = stores.find(({ name }) => name === stored.store)?.passwordFiles ?? [];
    const contents = await readExport(stored, new PasswordFiles(passwordFiles), slice);
    const encryption = password && {
      password,
      iterations: KEY_DERIVATION_ITERATIONS,
      random: randomBytes,
      yieldToOthers: yieldWithin(slice),
    };
    return target.format === 'pem'
      ? await renderPem(contents, encryption)
      : await renderPfx(stored, contents, encryption);
  } finally {
    password?.fill(0);
  }
}

/** Renders the certificate, its issuers and the private key, which is encrypted if possible. */
async function renderPem(
  { certificate, issuers, privateKey }: ExportContents,
  encryption: EncryptionOptions | undefined,
): Promise<Buffer> {
  const certificates = [certificate, ...issuers].map((der) => writePem('CERTIFICATE', der)).join('');
  const key = await withPkcs8(privateKey, async (pkcs8) => {
    if (encryption === undefined) return writePem('PRIVATE KEY', pkcs8);
    // node-forge loads slowly, and few processes export certificates.
    const { writeEncryptedKey } = await import('../../../formats/pkcs12/write-encrypted-key.ts');
    return writePem('ENCRYPTED PRIVATE KEY', await writeEncryptedKey(pkcs8, encryption));
  });
  return Buffer.from(certificates + key);
}

async function renderPfx(
  { certificate: parsed, note }: StoredCertificate,
  { certificate, issuers, privateKey }: ExportContents,
  encryption: EncryptionOptions | undefined,
): Promise<Buffer> {
  if (encryption === undefined) throw new FailureError(EXPORT_FAILURES.pkcs12_password_missing);
  const { writePfx } = await import('../../../formats/pkcs12/write-pfx.ts');
  const friendlyName = note?.friendlyName ?? namesOf(parsed)[0];
  return withPkcs8(privateKey, (pkcs8) => writePfx({ pkcs8, certificate, issuers, friendlyName }, encryption));
}

/** Calls `use` with the bytes of the key, and overwrites them afterwards. */
async function withPkcs8<T>(privateKey: KeyObject, use: (pkcs8: Buffer) => Promise<T>): Promise<T> {
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  try {
    return await use(pkcs8);
  } finally {
    pkcs8.fill(0);
  }
}

/**
 * Reads the password for the new file; undefined if the target has no password file.
 * @throws {FailureError} if the password is unreadable, is empty, or cannot be typed in other
 * programs
 */
function readPassword({ passwordFile }: ExportTarget): Buffer | undefined {
  if (passwordFile === undefined) return undefined;
  const password = readPasswordFile(passwordFile);
  if (!Buffer.isBuffer(password)) {
    const { reason, failure } = password;
    throw new FailureError(EXPORT_FAILURES.password_file_unreadable({ path: passwordFile, reason, detail: failure }));
  }
  const text = password.toString('utf8');
  const isUtf8 = Buffer.from(text).equals(password);
  if (text !== '' && isUtf8 && !CONTROL_CHARACTER.test(text)) return password;
  password.fill(0);
  const { password_empty: empty, password_unusable: unusable } = EXPORT_FAILURES;
  throw new FailureError((text === '' ? empty : unusable)({ path: passwordFile }));
}

/**
 * Writes a new file for the account of this process.
 * @throws the system error; EEXIST if the file exists
 */
async function writeNewFile(path: string, bytes: Buffer): Promise<void> {
  const owner = { userId: process.geteuid?.() ?? 0, groupId: process.getegid?.() ?? 0 };
  // The directory stays the same one, even if another directory takes its name meanwhile.
  using directory = openOwnedDirectory(dirname(path));
  const file = join(directory.descriptorPath, basename(path));
  // Written under a temporary name: if the process is killed, the target file is complete or
  // missing.
  const temporary = join(directory.descriptorPath, `.mailcertd-export-${randomBytes(8).toString('hex')}`);
  try {
    if (await pathExists(file)) throw Object.assign(new Error(), { code: 'EEXIST' });
    await writeDurably(temporary, bytes, FILE_MODE, owner);
    await link(temporary, file).catch(async (error: unknown) => {
      // The file system may not support hard links.
      if (!NO_HARD_LINK_CODES.has(errorCode(error) ?? '')) throw error;
      await rename(temporary, file);
    });
  } finally {
    await ignoreErrors(() => removeAll(temporary));
  }
  // Some file systems cannot sync a directory. The file exists anyway.
  await ignoreErrors(() => syncDirectory(directory.descriptorPath));
}
