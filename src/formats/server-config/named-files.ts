import type { PemKinds } from './pem-kinds.ts';

/** Returns the contents of a file; undefined: missing or not readable. */
export type KindsOf = (path: string) => PemKinds | undefined;

/** The certificate and key files of a server. */
export interface NamedFiles {
  /** Absolute; each starts with a leaf certificate. */
  readonly certificateFiles: readonly [string, ...string[]];
  /** Absolute; left out if the settings do not contain them. */
  readonly keyFiles?: readonly string[];
}

/** The result of the configured files. */
export interface ConfiguredFiles {
  /** undefined: the server rejects the files, and does not use TLS. */
  readonly files: NamedFiles | undefined;
  /** Files that are never served, with the reasons. */
  readonly remarks: readonly string[];
}

/** A certificate file and its key file; undefined: the settings do not contain it. */
export interface NamedPair {
  readonly certificate: string;
  readonly key: string | undefined;
}

/**
 * Returns true if the leaf certificates of these files have both RSA and ECDSA keys. The client's
 * algorithms then determine which one is served.
 */
export function areOfTwoKinds(
  { certificateFiles }: { readonly certificateFiles: readonly string[] },
  kindsOf: KindsOf,
): boolean {
  const kinds = certificateFiles.flatMap((path) => kindsOf(path)?.leafKeyTypes ?? []);
  return kinds.includes('ec') && kinds.some((kind) => kind === 'rsa' || kind === 'rsa-pss');
}

/**
 * Returns true if two leaf certificates of these files have the same key type; unreadable files are
 * ignored.
 */
export function haveOneKindTwice(certificateFiles: readonly string[], kindsOf: KindsOf): boolean {
  const kinds = certificateFiles.flatMap((path) => kindsOf(path)?.leafKeyTypes ?? []);
  return new Set(kinds).size < kinds.length;
}

/**
 * Returns the pairs that a server uses if it has one certificate for each key type, and the last
 * one counts.
 * @see https://docs.openssl.org/master/man3/SSL_CTX_use_certificate/
 */
export function lastOfEachKind(pairs: readonly [NamedPair, ...NamedPair[]], kindsOf: KindsOf): ConfiguredFiles {
  const remarks: string[] = [];
  const kept = pairs.filter(({ certificate }, at) => {
    const kinds = kindsOf(certificate)?.leafKeyTypes ?? [];
    const by = pairs.slice(at + 1).findLast((later) => {
      const others = kindsOf(later.certificate)?.leafKeyTypes ?? [];
      return kinds.length > 0 && kinds.every((kind) => others.includes(kind));
    })?.certificate;
    if (by !== undefined && by !== certificate) {
      remarks.push(`${certificate} is never served: ${by} has the same key type, and the last one counts`);
    }
    return by === undefined;
  });
  const [first = pairs[0], ...others] = kept;
  const all = [first, ...others];
  const keyFiles = [...new Set(all.flatMap(({ key }) => key ?? []))];
  const isShown = all.every(({ key }) => key !== undefined);
  return {
    files: {
      certificateFiles: [first.certificate, ...others.map(({ certificate }) => certificate)],
      ...(isShown ? { keyFiles } : {}),
    },
    remarks,
  };
}

/** Returns a text that is equal for equal files. */
export function describeFiles({ certificateFiles, keyFiles = [] }: NamedFiles): string {
  return [...certificateFiles, '', ...keyFiles].join('\n');
}
