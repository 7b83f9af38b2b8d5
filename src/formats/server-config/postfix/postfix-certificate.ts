import {
  type ConfiguredFiles,
  haveOneKindTwice,
  type KindsOf,
  lastOfEachKind,
  type NamedFiles,
} from '../named-files.ts';
import type { ResolvedSettings } from '../settled.ts';
import { splitList } from './postfix-listener.ts';
import type { PostfixService, PostfixSettings } from './postfix-settings.ts';

/** What a path that is not absolute counts from: where Postfix's processes stand. */
function absolute(path: string, queueDirectory: string): string {
  return path.startsWith('/') ? path : `${queueDirectory.replace(/\/+$/, '')}/${path}`;
}

/**
 * The certificates and keys of a list in which each key comes directly before its chain, in one file or in two. A file that
 * may not be read and before whose follower no other key could stand holds that one's key.
 * @see https://www.postfix.org/postconf.5.html#smtpd_tls_chain_files
 */
export function chainFilesOf(files: readonly string[], kindsOf: KindsOf): NamedFiles {
  const kinds = files.map(kindsOf);
  const isKeyAlone = files.map((_, at) => {
    const own = kinds[at];
    if (own !== undefined) return own.hasKey && !own.hasCertificate;
    return kinds[at + 1]?.first === 'certificate';
  });
  const [first, ...others] = files.filter((_, at) => !isKeyAlone[at]);
  const keyFiles = files.filter((_, at) => kinds[at] === undefined || kinds[at].hasKey);
  // All of them keys: none has what it is to have, and each is told so.
  const certificateFiles =
    first === undefined ? (files as readonly [string, ...string[]]) : ([first, ...others] as const);
  return { certificateFiles, keyFiles: keyFiles.length === 0 ? files : keyFiles };
}

/** Seen of 3.10: what stands with its key in one file replaces no other certificate. */
function refused(why: string): ConfiguredFiles {
  return { files: undefined, remarks: [`${why}: Postfix then speaks no TLS`] };
}

/** Where the names of the parameters begin: of the server, of the client, of what stands in for the server. */
export type TlsPrefix = 'smtpd_tls' | 'smtp_tls' | 'tlsproxy_tls';

const PAIRS = [
  ['cert_file', 'key_file'],
  ['dcert_file', 'dkey_file'],
  ['eccert_file', 'eckey_file'],
] as const;

/**
 * What a service presents: `chain_files`, or, where it is empty, the files for each algorithm. undefined: it names none.
 * Of two certificates with one kind of key the later counts, but none does where it stands with its key in one file.
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
      return refused(`${prefix}_chain_files: two of its certificates have the same kind of key`);
    }
    const pairs = PAIRS.flatMap(([certificate, key]) => {
      const file = value(`${prefix}_${certificate}`);
      return file === '' ? [] : [{ file, key: value(`${prefix}_${key}`) || file }];
    });
    // Says that there is to be no certificate.
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
    if (twice !== undefined) return refused(`${twice.certificate} has the same kind of key as one before it`);
    return lastOfEachKind(all, kindsOf);
  });
}
