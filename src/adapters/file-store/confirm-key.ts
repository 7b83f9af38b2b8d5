import { X509Certificate } from 'node:crypto';
import { type OpenedBlock, openBlocks } from './open-blocks.ts';
import type { Pace } from './pace.ts';
import type { PasswordFiles } from './password-files.ts';
import type { FileReader } from './read-file.ts';
import { withPrivateKey } from './read-private-key.ts';

/**
 * Whether a key fits after all, though the two encodings of the public key differ (a compressed point, RSA-PSS with
 * and without parameters). Asked before saying "differs", since that is an alarm. False, too, when it cannot be judged.
 */
export async function confirmKey(
  reader: FileReader,
  passwords: PasswordFiles,
  certificate: { readonly path: string; readonly block: number },
  keyFile: string,
  pace: Pace,
): Promise<boolean> {
  const blocks = await blocksOf(reader, passwords, certificate.path, pace);
  // Keys of the first reading are not asked for; a keystore's would stay behind in the clear.
  for (const block of blocks) if (block.kind === 'private-key') block.pem.fill(0);
  const own = blocks.find((block) => block.kind === 'certificate' && block.block === certificate.block);
  if (own?.kind !== 'certificate') return false;
  try {
    const judge = new X509Certificate(Buffer.from(own.der));
    const keys = (await blocksOf(reader, passwords, keyFile, pace)).filter((block) => block.kind === 'private-key');
    // Each of them is opened, since that is what overwrites it.
    const answers = keys.map((block) => withPrivateKey(block, keyFile, (opened) => judge.checkPrivateKey(opened)));
    return answers.includes(true);
  } catch {
    return false;
  }
}

async function blocksOf(
  reader: FileReader,
  passwords: PasswordFiles,
  path: string,
  pace: Pace,
): Promise<readonly OpenedBlock[]> {
  const reading = reader.read(path);
  return reading.kind === 'read' ? (await openBlocks(reading.bytes, path, passwords, pace)).blocks : [];
}
