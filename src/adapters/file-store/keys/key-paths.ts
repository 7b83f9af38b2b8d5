import { basename, dirname, extname, join } from 'node:path';

/** Names that certbot gives, in `live` and, with a number, in `archive`. */
const CERTBOT_NAME = /^(?:cert|chain|fullchain)(\d*)\.pem$/;
/** Endings that the file of a certificate, or of a request for one, may have beside NAME.key. */
const ENDINGS: ReadonlySet<string> = new Set([
  ...['.pem', '.crt', '.cer', '.cert', '.der', '.p7b', '.p7c'],
  ...['.csr', '.req', '.p10'],
]);

/** The end of every path that `keyPaths` gives. */
const KEY_NAME = /(?:\/privkey\d*\.pem|\.key)$/;

/** Whether a certificate's private key would be looked for under this path. */
export function isKeyName(path: string): boolean {
  return KEY_NAME.test(path);
}

/** A file in which a certificate's private key may lie. */
export interface KeyPath {
  readonly path: string;
  /** Whether it is named for the folder, so that any certificate of the folder may claim it. */
  readonly isOfFolder: boolean;
}

/** Where the private key of a certificate in this file may lie, besides in the file itself; likeliest first. */
export function keyPaths(path: string): readonly KeyPath[] {
  const folder = dirname(path);
  const name = basename(path);
  const number = CERTBOT_NAME.exec(name)?.[1] ?? '';
  const paths: KeyPath[] = [{ path: join(folder, `privkey${number}.pem`), isOfFolder: true }];
  const ending = extname(name);
  if (ENDINGS.has(ending.toLowerCase())) {
    paths.push({ path: join(folder, `${name.slice(0, -ending.length)}.key`), isOfFolder: false });
  }
  return paths.filter((candidate) => candidate.path !== path);
}
