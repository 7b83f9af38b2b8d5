import type { PemKinds } from './pem-kinds.ts';

/** What stands in a file; undefined: it is not there, or may not be read. */
export type KindsOf = (path: string) => PemKinds | undefined;

/** The files that a server presents its certificates from. */
export interface NamedFiles {
  /** Absolute; each begins with a leaf, or is to. */
  readonly certificateFiles: readonly [string, ...string[]];
  /** Absolute; left out where the settings do not show them. */
  readonly keyFiles?: readonly string[];
}

/** What comes of the files that settings name. */
export interface ConfiguredFiles {
  /** undefined: the server refuses what it is given, and speaks no TLS. */
  readonly files: NamedFiles | undefined;
  /** What of it is never presented, each with why. */
  readonly remarks: readonly string[];
}

/** A certificate's file and its key's; undefined: the settings do not show it. */
export interface NamedPair {
  readonly certificate: string;
  readonly key: string | undefined;
}

/** Whether among the leaves of these files there are an RSA and an ECDSA certificate: then a server has one for each client. */
export function areOfTwoKinds(
  { certificateFiles }: { readonly certificateFiles: readonly string[] },
  kindsOf: KindsOf,
): boolean {
  const kinds = certificateFiles.flatMap((path) => kindsOf(path)?.leafKeyTypes ?? []);
  return kinds.includes('ec') && kinds.some((kind) => kind === 'rsa' || kind === 'rsa-pss');
}

/** Whether two leaves of these files have one kind of key; of what cannot be read nothing is known. */
export function haveOneKindTwice(certificateFiles: readonly string[], kindsOf: KindsOf): boolean {
  const kinds = certificateFiles.flatMap((path) => kindsOf(path)?.leafKeyTypes ?? []);
  return new Set(kinds).size < kinds.length;
}

/**
 * What is left of pairs where a server has one certificate of each kind of key, and takes the last.
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
      remarks.push(`${certificate} is never presented: ${by} has the same kind of key, and the last counts`);
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

/** Two servers, or two names of one, present the same: so written, they do. */
export function describeFiles({ certificateFiles, keyFiles = [] }: NamedFiles): string {
  return [...certificateFiles, '', ...keyFiles].join('\n');
}
