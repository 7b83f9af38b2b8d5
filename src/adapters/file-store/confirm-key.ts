import { X509Certificate } from 'node:crypto';
import { openFile } from './open-file.ts';
import type { Pace } from './pace.ts';
import type { PasswordFiles } from './password-files.ts';
import { withPrivateKey } from './read-private-key.ts';

/**
 * Whether a key fits after all, though the two encodings of the public key differ (a compressed point, RSA-PSS with
 * and without parameters). Asked before saying "differs", since that is an alarm. False, too, when it cannot be judged.
 */
export async function confirmKey(
  passwords: PasswordFiles,
  certificate: { readonly path: string; readonly block: number },
  keyPath: string,
  pace: Pace,
): Promise<boolean> {
  const judge = await judgeOf(passwords, certificate, pace);
  if (judge === undefined) return false;
  using keyFile = await openFile(keyPath, passwords, pace);
  return keyFile.blocks.some(
    (block) =>
      block.kind === 'private-key' &&
      withPrivateKey(block, keyPath, (opened) => judge.checkPrivateKey(opened)) === true,
  );
}

async function judgeOf(
  passwords: PasswordFiles,
  { path, block }: { readonly path: string; readonly block: number },
  pace: Pace,
): Promise<X509Certificate | undefined> {
  using file = await openFile(path, passwords, pace, 'certificates');
  const own = file.blocks.find((each) => each.kind === 'certificate' && each.block === block);
  try {
    return own?.kind === 'certificate' ? new X509Certificate(own.der) : undefined;
  } catch {
    return undefined;
  }
}
