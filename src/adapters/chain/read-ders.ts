import { constants, type Stats } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import { parseStoreFile } from '../../formats/store-file.ts';

/** A larger file is no certificate file. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** No folder of trust anchors holds more. */
const MAX_FILES = 10_000;

/** A certificate with its encoding. */
export interface EncodedCertificate {
  readonly certificate: Certificate;
  /** Which certificate of its file it is. */
  readonly block: number;
  readonly der: Buffer;
}

/** The certificates of one file, in order. Rejects with the system's error. */
export async function readDers(path: string): Promise<readonly EncodedCertificate[]> {
  // Without O_NONBLOCK the opening of a FIFO would wait for a writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > MAX_FILE_BYTES) return [];
    const bytes = await file.readFile();
    const { blocks } = parseStoreFile(bytes, path);
    const found = blocks
      .filter((block) => block.kind === 'certificate')
      .map(({ certificate, block, der }) => ({ certificate, block, der: Buffer.from(der) }));
    // A key may stand beside its certificate.
    bytes.fill(0);
    return found;
  } finally {
    await file.close();
  }
}

/** A file, or the files of a folder, with what tells this state of them from another. */
export interface ListedFiles {
  readonly paths: readonly string[];
  readonly identity: string;
}

/** The regular files at a path: itself, or what lies directly in the folder. Rejects with the system's error. */
export async function listFiles(path: string): Promise<ListedFiles> {
  const own = await stat(path);
  if (!own.isDirectory()) return { paths: [path], identity: identityOf(path, own) };
  const names = (await readdir(path)).sort().slice(0, MAX_FILES);
  const files = await Promise.all(
    names.map(async (name) => {
      const child = join(path, name);
      const stats = await stat(child).catch(() => undefined);
      return stats?.isFile() ? { path: child, identity: identityOf(child, stats) } : undefined;
    }),
  );
  const found = files.filter((file) => file !== undefined);
  return { paths: found.map((file) => file.path), identity: found.map(({ identity }) => identity).join('\n') };
}

function identityOf(path: string, { dev, ino, size, mtimeMs, ctimeMs }: Stats): string {
  return [path, dev, ino, size, mtimeMs, ctimeMs].join(' ');
}
