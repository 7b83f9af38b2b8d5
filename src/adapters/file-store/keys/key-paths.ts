import { basename, dirname, extname, join } from 'node:path';

/** The file names of certbot: in `live` without a number, in `archive` with the renewal number. */
const CERTBOT_NAME = /^(?:cert|chain|fullchain)(\d*)\.pem$/;
/** The extensions of certificates and CSRs. The key of NAME.crt may be in NAME.key. */
const CERTIFICATE_EXTENSIONS: ReadonlySet<string> = new Set([
  '.pem',
  '.crt',
  '.cer',
  '.cert',
  '.der',
  '.p7b',
  '.p7c',
  '.csr',
  '.req',
  '.p10',
]);

/** The end of every path that `keyPaths` can return. */
const KEY_PATH = /(?:\/privkey\d*\.pem|\.key)$/;

/** Returns whether the private key of a certificate may be at this path. */
export function mayBeKeyPath(path: string): boolean {
  return KEY_PATH.test(path);
}

/** The path at which the private key of a certificate may be. */
export interface KeyPath {
  readonly path: string;
  /**
   * True for `privkey.pem` and `privkeyN.pem`, which do not contain the name of the certificate's
   * file. Such a key may belong to any certificate in the directory.
   */
  readonly isSharedByDirectory: boolean;
}

/**
 * Returns the paths at which the private keys for the certificates in a file may be, most likely
 * first, without the file itself. The files may not exist.
 */
export function keyPaths(path: string): readonly KeyPath[] {
  const directory = dirname(path);
  const name = basename(path);
  const renewalNumber = CERTBOT_NAME.exec(name)?.[1] ?? '';
  const paths: KeyPath[] = [{ path: join(directory, `privkey${renewalNumber}.pem`), isSharedByDirectory: true }];
  const extension = extname(name);
  if (CERTIFICATE_EXTENSIONS.has(extension.toLowerCase())) {
    paths.push({ path: join(directory, `${name.slice(0, -extension.length)}.key`), isSharedByDirectory: false });
  }
  return paths.filter((candidate) => candidate.path !== path);
}
