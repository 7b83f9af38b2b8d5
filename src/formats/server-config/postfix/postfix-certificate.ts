import {
  type ConfiguredFiles,
  haveOneKindTwice,
  type KindsOf,
  lastOfEachKind,
  type NamedFiles,
} from '../named-files.ts';
import type { ResolvedSettings } from '../resolved-settings.ts';
import { splitList } from './postfix-listener.ts';
import type { PostfixService, PostfixSettings } from './postfix-settings.ts';

/** Resolves a path relative to the queue directory, which is the working directory of Postfix. */
function absolute(path: string, queueDirectory: string): string {
  return path.startsWith('/') ? path : `${queueDirectory.replace(/\/+$/, '')}/${path}`;
}

/**
 * Returns the certificates and keys of a list in which each key is directly before its chain, in
 * one file or two. An unreadable file directly before a certificate is taken as its key file.
 * @see https://www.postfix.org/postconf.5.html#smtpd_tls_chain_files
 */
export function chainFilesOf(files: readonly string[], kindsOf: KindsOf): NamedFiles {
  const kinds = files.map(kindsOf);
  const isKeyOnly = files.map((_, at) => {
    const own = kinds[at];
    if (own !== undefined) return own.hasKey && !own.hasCertificate;
    return kinds[at + 1]?.first === 'certificate';
  });
  const [first, ...others] = files.filter((_, at) => !isKeyOnly[at]);
  const keyFiles = files.filter((_, at) => kinds[at] === undefined || kinds[at].hasKey);
  // Only keys: each is then reported as a missing certificate.
  const certificateFiles =
    first === undefined ? (files as readonly [string, ...string[]]) : ([first, ...others] as const);
  return { certificateFiles, keyFiles: keyFiles.length === 0 ? files : keyFiles };
}

/**
 * Returns a rejection. In Postfix 3.10, a certificate with its key in the same file does not
 * replace another one.
 */
function refused(why: string): ConfiguredFiles {
  return { files: undefined, remarks: [`${why}: Postfix then offers no TLS`] };
}

/**
 * The prefix of the parameters: of the server, of the client, or of tlsproxy, which handles TLS for
 * postscreen.
 */
export type TlsPrefix = 'smtpd_tls' | 'smtp_tls' | 'tlsproxy_tls';

const PAIRS = [
  ['cert_file', 'key_file'],
  ['dcert_file', 'dkey_file'],
  ['eccert_file', 'eckey_file'],
] as const;

/**
 * Returns the files of a service: `chain_files`, or if that is empty, the files for each algorithm.
 * undefined: none. If two certificates have the same key type, the later one counts. Postfix
 * rejects it if its key is in the same file.
 * @see https://www.postfix.org/TLS_README.html#server_cert_key
 */
export function certificateOf(
  prefix: TlsPrefix,
  service: PostfixService | undefined,
  settings: PostfixSettings,
  kindsOf: KindsOf,
): ResolvedSettings<ConfiguredFiles | undefined> {
  return settings.derive(service, (value) => {
    const queue = value('queue_directory');
    const chain = splitList(value(`${prefix}_chain_files`)).map((path) => absolute(path, queue));
    if (chain.length > 0) {
      const files = chainFilesOf(chain, kindsOf);
      if (!haveOneKindTwice(files.certificateFiles, kindsOf)) return { files, remarks: [] };
      return refused(`${prefix}_chain_files: two of its certificates have the same key type`);
    }
    const pairs = PAIRS.flatMap(([certificate, key]) => {
      const file = value(`${prefix}_${certificate}`);
      return file === '' ? [] : [{ file, key: value(`${prefix}_${key}`) || file }];
    });
    // `none` disables the certificate explicitly.
    if (pairs.some(({ file }) => file.toLowerCase() === 'none')) return undefined;
    const [first, ...others] = pairs.map(({ file, key }) => ({
      certificate: absolute(file, queue),
      key: absolute(key, queue),
    }));
    if (first === undefined) return undefined;
    const all = [first, ...others] as const;
    const twice = others.find(({ certificate, key }, at) => {
      const before = all.slice(0, at + 1).map((pair) => pair.certificate);
      return certificate === key && before.some((other) => haveOneKindTwice([other, certificate], kindsOf));
    });
    if (twice !== undefined) return refused(`${twice.certificate} has the same key type as an earlier one`);
    return lastOfEachKind(all, kindsOf);
  });
}
