import type { Failure } from '../../../domain/failure/failure.ts';
import { SETTING_FAILURES } from '../../../domain/failure/setting-failures.ts';
import {
  type ConfiguredFiles,
  haveDuplicateKeyType,
  lastOfEachKeyType,
  type NamedFiles,
  type PemContentsOf,
} from '../named-files.ts';
import type { ResolvedSettings } from '../resolved-settings.ts';
import { splitList } from './postfix-lists.ts';
import type { PostfixService, PostfixSettings } from './postfix-settings.ts';

/** Returns an absolute path. Relative paths start at the working directory of Postfix. */
function absolutePath(path: string, queueDirectory: string): string {
  return path.startsWith('/') ? path : `${queueDirectory.replace(/\/+$/, '')}/${path}`;
}

/**
 * Returns the certificate and key files in a list of `chain_files`: each certificate chain follows
 * its key, in the same file or in the next one. An unreadable file directly before a certificate is
 * taken as its key file.
 * @see https://www.postfix.org/postconf.5.html#smtpd_tls_chain_files
 */
export function chainFilesOf(files: readonly [string, ...string[]], pemContentsOf: PemContentsOf): NamedFiles {
  const contents = files.map((path) => pemContentsOf(path));
  const isKeyOnly = (index: number): boolean => {
    const file = contents[index];
    if (file !== undefined) return file.hasKey && !file.hasCertificate;
    return contents[index + 1]?.first === 'certificate';
  };
  const [first, ...others] = files.filter((_, index) => !isKeyOnly(index));
  // If all files are keys, the files are returned as certificates, so that a missing certificate is
  // reported for each file.
  const certificateFiles = first === undefined ? files : ([first, ...others] as const);
  const keyFiles = files.filter((_, index) => contents[index]?.hasKey !== false);
  return { certificateFiles, keyFiles: keyFiles.length === 0 ? files : keyFiles };
}

/** Returns no files, and the reason why Postfix rejects the configured files. */
function rejectedFiles(reason: Failure): ConfiguredFiles {
  return { files: undefined, remarks: [reason] };
}

/**
 * The prefix of the parameters: of the server, of the client, or of tlsproxy, which handles TLS for
 * postscreen.
 */
export type TlsPrefix = 'smtpd_tls' | 'smtp_tls' | 'tlsproxy_tls';

/** The parameters of a certificate and its key, without prefix, by algorithm. */
const FILE_PARAMETERS = [
  ['cert_file', 'key_file'],
  ['dcert_file', 'dkey_file'],
  ['eccert_file', 'eckey_file'],
] as const;

/**
 * Returns the certificate and key files of a service:
 * 1. the files of `chain_files`, if it is set
 * 2. otherwise the files of each algorithm
 * 3. undefined if no file is set, or if a file is `none`, which disables certificates
 *
 * If two certificates have the same key type, Postfix 3.10 uses the later certificate. It rejects
 * both certificates if they are in `chain_files`, or if the later certificate and its key are in
 * the same file.
 * @see https://www.postfix.org/TLS_README.html#server_cert_key
 */
export function configuredFilesOf(
  prefix: TlsPrefix,
  service: PostfixService | undefined,
  settings: PostfixSettings,
  pemContentsOf: PemContentsOf,
): ResolvedSettings<ConfiguredFiles | undefined> {
  return settings.derive(service, (value) => {
    const queueDirectory = value('queue_directory');
    const absolute = (path: string): string => absolutePath(path, queueDirectory);
    const [firstInChain, ...othersInChain] = splitList(value(`${prefix}_chain_files`)).map(absolute);
    if (firstInChain !== undefined) {
      const files = chainFilesOf([firstInChain, ...othersInChain], pemContentsOf);
      if (!haveDuplicateKeyType(files.certificateFiles, pemContentsOf)) return { files, remarks: [] };
      return rejectedFiles(SETTING_FAILURES.chain_key_types_equal({ setting: `${prefix}_chain_files` }));
    }
    const written = FILE_PARAMETERS.flatMap(([certificate, key]) => {
      const file = value(`${prefix}_${certificate}`);
      return file === '' ? [] : [{ file, key: value(`${prefix}_${key}`) || file }];
    });
    if (written.some(({ file }) => file.toLowerCase() === 'none')) return undefined;
    const pairs = written.map(({ file, key }) => ({ certificate: absolute(file), key: absolute(key) }));
    const [first, ...others] = pairs;
    if (first === undefined) return undefined;
    const duplicate = pairs.find(
      ({ certificate, key }, index) =>
        certificate === key &&
        pairs
          .slice(0, index)
          .some((earlier) => haveDuplicateKeyType([earlier.certificate, certificate], pemContentsOf)),
    );
    if (duplicate !== undefined)
      return rejectedFiles(SETTING_FAILURES.key_type_of_earlier_file({ path: duplicate.certificate }));
    return lastOfEachKeyType([first, ...others], pemContentsOf);
  });
}
