import { type KeyObject, X509Certificate } from 'node:crypto';
import { derivePublicKey } from '../open/derive-public-key.ts';
import { openFile } from '../open/open-file.ts';
import type { PasswordFiles } from '../open/password-files.ts';
import type { TimeSlice } from '../walk/time-slice.ts';

/**
 * Returns whether a file has the key of a certificate although the encodings of the public keys
 * differ, for example with a compressed point, or RSA-PSS with and without parameters. This is
 * slower than comparing hashes, so it is called only before a mismatch is reported. Returns false
 * if this cannot be determined.
 */
export async function hasKeyInOtherEncoding(
  passwords: PasswordFiles,
  certificate: { readonly path: string; readonly block: number },
  keyPath: string,
  slice: TimeSlice,
): Promise<boolean> {
  const certificateKey = await readCertificateKey(passwords, certificate, slice);
  if (certificateKey === undefined) return false;
  using keyFile = await openFile(keyPath, passwords, slice);
  return keyFile.blocks.some((block) => {
    if (block.kind !== 'private-key') return false;
    const derived = derivePublicKey(block, keyPath);
    return derived.kind === 'public-key' && isSameKey(derived.key, certificateKey);
  });
}

/**
 * Returns whether two public keys are equal. Keys of different types are not compared by OpenSSL,
 * because that would leave an error in its queue, which the next caller would receive.
 */
function isSameKey(left: KeyObject, right: KeyObject): boolean {
  const isSameType =
    left.asymmetricKeyType === right.asymmetricKeyType &&
    left.asymmetricKeyDetails?.namedCurve === right.asymmetricKeyDetails?.namedCurve;
  return isSameType && left.equals(right);
}

async function readCertificateKey(
  passwords: PasswordFiles,
  { path, block }: { readonly path: string; readonly block: number },
  slice: TimeSlice,
): Promise<KeyObject | undefined> {
  using file = await openFile(path, passwords, slice, 'certificates');
  const certificateBlock = file.blocks.find(
    (candidate) => candidate.kind === 'certificate' && candidate.block === block,
  );
  try {
    return certificateBlock?.kind === 'certificate' ? new X509Certificate(certificateBlock.der).publicKey : undefined;
  } catch {
    return undefined;
  }
}
