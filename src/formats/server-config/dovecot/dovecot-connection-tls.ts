import { DOVECOT_FAILURES } from '../../../domain/failure/dovecot-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import type { Reason } from '../../../domain/failure/problem.ts';
import { SETTING_FAILURES } from '../../../domain/failure/setting-failures.ts';
import { type ConfiguredFiles, lastOfEachKeyType, type NamedFiles, type PemContentsOf } from '../named-files.ts';
import { type ResolvedSettings, unresolved, unresolvedIn } from '../resolved-settings.ts';
import type { DovecotConnection, DovecotFilters, DovecotTls } from './dovecot-filters.ts';
import { HIDDEN } from './dovecot-tree.ts';

/**
 * Returns the file of a setting; undefined if it is not set or hidden.
 * @param file the file in words, for the failure
 * @param directory the base of relative paths
 */
function pathOf(setting: string, file: Failure, directory: string): ResolvedSettings<string | undefined> {
  const value = setting.trim();
  if (value === '' || value === HIDDEN) return { kind: 'value', value: undefined };
  if (value.startsWith('inline:')) {
    return unresolvedIn(file, unresolved(DOVECOT_FAILURES.dovecot_value_in_settings));
  }
  const path = value.replace(/^<\s*/, '');
  if (/[%$]\{?\w/.test(path)) return unresolvedIn(file, unresolved(DOVECOT_FAILURES.dovecot_path_varies({ path })));
  return { kind: 'value', value: path.startsWith('/') ? path : `${directory}/${path}` };
}

/**
 * Returns the certificate and key files of a connection; undefined if none is set. A hidden key is
 * left out. Dovecot uses the second of two certificates with the same key type.
 * @param directory the base of relative paths
 * @see https://doc.dovecot.org/2.4.0/core/config/ssl.html
 */
function dovecotFilesOf(
  tls: DovecotTls,
  directory: string,
  pemContentsOf: PemContentsOf,
): ResolvedSettings<ConfiguredFiles | undefined> {
  const certificate = pathOf(tls.certificate, DOVECOT_FAILURES.dovecot_certificate, directory);
  if (certificate.kind === 'unresolved') return certificate;
  const key = pathOf(tls.key, DOVECOT_FAILURES.dovecot_key, directory);
  if (key.kind === 'unresolved') return key;
  const otherCertificate = pathOf(tls.otherCertificate, DOVECOT_FAILURES.dovecot_second_certificate, directory);
  if (otherCertificate.kind === 'unresolved') return otherCertificate;
  const otherKey = pathOf(tls.otherKey, DOVECOT_FAILURES.dovecot_second_key, directory);
  if (otherKey.kind === 'unresolved') return otherKey;
  if (certificate.value === undefined) return { kind: 'value', value: undefined };
  const pair = { certificate: certificate.value, key: key.value };
  const otherPairs =
    otherCertificate.value === undefined ? [] : [{ certificate: otherCertificate.value, key: otherKey.value }];
  return { kind: 'value', value: lastOfEachKeyType([pair, ...otherPairs], pemContentsOf) };
}

/** The certificate and TLS mode of a connection. */
export interface DovecotConnectionTls {
  readonly isOff: boolean;
  readonly isRequired: boolean;
  /** undefined if TLS is off, no file is set, or the files are unknown. */
  readonly files: NamedFiles | undefined;
  /** Why `files` is undefined although TLS is on. */
  readonly problem: { readonly reason: Reason; readonly failure: Failure } | undefined;
  /** Configured files that are never served, with the reasons. */
  readonly remarks: readonly Failure[];
}

const OFF: DovecotConnectionTls = {
  isOff: true,
  isRequired: false,
  files: undefined,
  problem: undefined,
  remarks: [],
};

const UNKNOWN_FOR_LMTP: DovecotConnectionTls = {
  isOff: false,
  isRequired: false,
  files: undefined,
  problem: { reason: 'unresolved', failure: DOVECOT_FAILURES.dovecot_lmtp_settings_unknown },
  remarks: [],
};

function isSameTls(a: DovecotTls, b: DovecotTls): boolean {
  return Object.values(a).join('\n') === Object.values(b).join('\n');
}

/**
 * Returns the certificate and TLS mode of a connection.
 * @param directory the base of relative paths
 */
export function connectionTlsOf(
  connection: DovecotConnection,
  filters: DovecotFilters,
  directory: string,
  pemContentsOf: PemContentsOf,
): DovecotConnectionTls {
  const tls = filters.tlsOf(connection);
  // Dovecot's LMTP process may ignore settings for an address, so it is unknown which ones apply.
  if (connection.protocol === 'lmtp' && connection.address !== undefined) {
    const withoutAddress = filters.tlsOf({ ...connection, address: undefined });
    if (!isSameTls(tls, withoutAddress)) return UNKNOWN_FOR_LMTP;
  }
  if (tls.ssl === 'no') return OFF;
  const isRequired = tls.ssl === 'required';
  const files = dovecotFilesOf(tls, directory, pemContentsOf);
  if (files.kind === 'unresolved') {
    const problem = { reason: 'unresolved', failure: files.failure } as const;
    return { isOff: false, isRequired, files: undefined, problem, remarks: [] };
  }
  if (files.value === undefined) {
    const problem = { reason: 'settings_malformed', failure: SETTING_FAILURES.certificate_not_configured } as const;
    return { isOff: false, isRequired, files: undefined, problem, remarks: [] };
  }
  return { isOff: false, isRequired, ...files.value, problem: undefined };
}
