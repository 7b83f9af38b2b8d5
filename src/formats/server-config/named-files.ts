import type { Failure } from '../../domain/failure/failure.ts';
import { SETTING_FAILURES } from '../../domain/failure/setting-failures.ts';
import type { PemContents } from './pem-contents.ts';

/** Returns the contents of a PEM file; undefined if it is missing or unreadable. */
export type PemContentsOf = (path: string) => PemContents | undefined;

/** The certificate and key files that the settings of a server name. */
export interface NamedFiles {
  /** Absolute; each starts with a leaf certificate. */
  readonly certificateFiles: readonly [string, ...string[]];
  /** Absolute; left out unless the settings name the key file of every certificate file. */
  readonly keyFiles?: readonly string[];
}

/** The use that a server makes of the files that its settings name. */
export interface ConfiguredFiles {
  /** The files that are used; undefined if the server rejects them, and does not use TLS. */
  readonly files: NamedFiles | undefined;
  /** One sentence about each file that is never served. */
  readonly remarks: readonly Failure[];
}

/** A certificate file and its key file. */
export interface NamedPair {
  readonly certificate: string;
  /** undefined if the settings do not contain it. */
  readonly key: string | undefined;
}

/** Returns the key types of the leaf certificates; unreadable files have none. */
function leafKeyTypesOf(certificateFiles: readonly string[], pemContentsOf: PemContentsOf): readonly string[] {
  return certificateFiles.flatMap((path) => pemContentsOf(path)?.leafKeyTypes ?? []);
}

/**
 * Returns true if the leaf certificates of these files have both RSA and ECDSA keys. The client's
 * algorithms then determine which certificate is served.
 */
export function haveRsaAndEcdsa(
  { certificateFiles }: { readonly certificateFiles: readonly string[] },
  pemContentsOf: PemContentsOf,
): boolean {
  const keyTypes = leafKeyTypesOf(certificateFiles, pemContentsOf);
  return keyTypes.includes('ec') && keyTypes.some((keyType) => keyType === 'rsa' || keyType === 'rsa-pss');
}

/** Returns true if two leaf certificates of these files have the same key type. */
export function haveDuplicateKeyType(certificateFiles: readonly string[], pemContentsOf: PemContentsOf): boolean {
  const keyTypes = leafKeyTypesOf(certificateFiles, pemContentsOf);
  return new Set(keyTypes).size < keyTypes.length;
}

/**
 * Returns the files of a server that serves one certificate for each key type: of several pairs
 * with the same key type, the last one. There is a remark about each pair that is never served,
 * unless its certificate file is configured again.
 * @see https://docs.openssl.org/master/man3/SSL_CTX_use_certificate/
 */
export function lastOfEachKeyType(
  pairs: readonly [NamedPair, ...NamedPair[]],
  pemContentsOf: PemContentsOf,
): ConfiguredFiles {
  const remarks: Failure[] = [];
  const usedPairs = pairs.filter(({ certificate }, index) => {
    const keyTypes = leafKeyTypesOf([certificate], pemContentsOf);
    // The last of the pairs after this one whose certificates have all its key types.
    const replacement = pairs.slice(index + 1).findLast((later) => {
      const laterKeyTypes = leafKeyTypesOf([later.certificate], pemContentsOf);
      return keyTypes.length > 0 && keyTypes.every((keyType) => laterKeyTypes.includes(keyType));
    })?.certificate;
    if (replacement !== undefined && replacement !== certificate) {
      remarks.push(SETTING_FAILURES.certificate_never_served({ path: certificate, replacement }));
    }
    return replacement === undefined;
  });
  const [first = pairs[0], ...others] = usedPairs;
  const keys = [first, ...others].map(({ key }) => key);
  const keyFiles = [...new Set(keys.filter((key) => key !== undefined))];
  return {
    files: {
      certificateFiles: [first.certificate, ...others.map(({ certificate }) => certificate)],
      ...(keys.includes(undefined) ? {} : { keyFiles }),
    },
    remarks,
  };
}

/** Returns a text that is the same for the same files, to compare files and to find duplicates. */
export function identityOfFiles({ certificateFiles, keyFiles = [] }: NamedFiles): string {
  return [...certificateFiles, '', ...keyFiles].join('\n');
}
