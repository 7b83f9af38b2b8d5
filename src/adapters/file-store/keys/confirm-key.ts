import { type KeyObject, X509Certificate } from 'node:crypto';
import { openFile } from '../read/open-file.ts';
import type { PasswordFiles } from '../read/password-files.ts';
import type { TimeSlice } from '../walk/time-slice.ts';
import { derivePublicKey } from './read-private-key.ts';

/**
 * Whether a key fits after all, though the two encodings of the public key differ (a compressed point, RSA-PSS with
 * and without parameters). Asked before saying "differs", since that is an alarm. False, too, when it cannot be judged.
 */
export async function confirmKey(
  passwords: PasswordFiles,
  certificate: { readonly path: string; readonly block: number },
  keyPath: string,
  pace: TimeSlice,
): Promise<boolean> {
  const own = await publicKeyOf(passwords, certificate, pace);
  if (own === undefined) return false;
  using keyFile = await openFile(keyPath, passwords, pace);
  return keyFile.blocks.some((block) => {
    if (block.kind !== 'private-key') return false;
    const read = derivePublicKey(block, keyPath);
    return read.kind === 'public-key' && isSameKey(read.key, own);
  });
}

/** Only keys that could be the same are compared: of others OpenSSL keeps a complaint, which the next to call it would get. */
function isSameKey(one: KeyObject, other: KeyObject): boolean {
  const isAlike =
    one.asymmetricKeyType === other.asymmetricKeyType &&
    one.asymmetricKeyDetails?.namedCurve === other.asymmetricKeyDetails?.namedCurve;
  return isAlike && one.equals(other);
}

async function publicKeyOf(
  passwords: PasswordFiles,
  { path, block }: { readonly path: string; readonly block: number },
  pace: TimeSlice,
): Promise<KeyObject | undefined> {
  using file = await openFile(path, passwords, pace, 'certificates');
  const own = file.blocks.find((each) => each.kind === 'certificate' && each.block === block);
  try {
    return own?.kind === 'certificate' ? new X509Certificate(own.der).publicKey : undefined;
  } catch {
    return undefined;
  }
}
