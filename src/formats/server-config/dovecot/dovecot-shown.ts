import type { Reason } from '../../../domain/problem.ts';
import type { KindsOf, NamedFiles } from '../named-files.ts';
import { type ConfiguredFiles, lastOfEachKind } from '../named-files.ts';
import { type ResolvedSettings, unresolved } from '../resolved-settings.ts';
import type { DovecotConnection, DovecotFilters, DovecotTls } from './dovecot-filters.ts';
import { HIDDEN } from './dovecot-tree.ts';

/** Returns the file of a setting; undefined: not set, or hidden. */
function pathOf(written: string, name: string, directory: string): ResolvedSettings<string | undefined> {
  const value = written.trim();
  if (value === '' || value === HIDDEN) return { kind: 'value', value: undefined };
  if (value.startsWith('inline:')) {
    return unresolved(`${name}: the value is in the settings, not in a file`);
  }
  const path = value.replace(/^<\s*/, '');
  if (/[%$]\{?\w/.test(path)) return unresolved(`${name}: it depends on the value of "${path}"`);
  return { kind: 'value', value: path.startsWith('/') ? path : `${directory}/${path}` };
}

/**
 * Returns the certificate files of a connection; undefined: none is set. A hidden key is left out.
 * Dovecot uses the second of two certificates with the same key type.
 * @param directory the base of relative paths
 * @see https://doc.dovecot.org/2.4.0/core/config/ssl.html
 */
function dovecotFilesOf(
  tls: DovecotTls,
  directory: string,
  kindsOf: KindsOf,
): ResolvedSettings<ConfiguredFiles | undefined> {
  const paths: (string | undefined)[] = [];
  for (const [written, name] of [
    [tls.certificate, 'certificate'],
    [tls.key, 'key'],
    [tls.otherCertificate, 'second certificate'],
    [tls.otherKey, 'second key'],
  ] as const) {
    const path = pathOf(written, name, directory);
    if (path.kind === 'unresolved') return path;
    paths.push(path.value);
  }
  const [certificate, key, otherCertificate, otherKey] = paths;
  if (certificate === undefined) return { kind: 'value', value: undefined };
  const other = otherCertificate === undefined ? [] : [{ certificate: otherCertificate, key: otherKey }];
  return { kind: 'value', value: lastOfEachKind([{ certificate, key }, ...other], kindsOf) };
}

/** The certificate and TLS mode of a connection. */
export interface DovecotShown {
  readonly isOff: boolean;
  readonly isRequired: boolean;
  /** undefined: none is set, or unknown. */
  readonly files: NamedFiles | undefined;
  readonly problem: { readonly reason: Reason; readonly detail: string } | undefined;
  /** Configured files that are never served, with the reasons. */
  readonly remarks: readonly string[];
}

const UNKNOWN: DovecotShown = {
  isOff: false,
  isRequired: false,
  files: undefined,
  problem: { reason: 'unresolved', detail: 'it is unknown whether the settings of its address apply to LMTP' },
  remarks: [],
};

function isSameTls(one: DovecotTls, other: DovecotTls): boolean {
  return Object.values(one).join('\n') === Object.values(other).join('\n');
}

/**
 * Returns the certificate and TLS mode of a connection.
 * @param directory the base of relative paths
 */
export function shownTo(
  connection: DovecotConnection,
  filters: DovecotFilters,
  directory: string,
  kindsOf: KindsOf,
): DovecotShown {
  const tls = filters.tlsFor(connection);
  // Dovecot's LMTP process may ignore settings for an address.
  if (connection.protocol === 'lmtp' && connection.address !== undefined) {
    const everywhere = filters.tlsFor({ ...connection, address: undefined });
    if (!isSameTls(tls, everywhere)) return UNKNOWN;
  }
  const isOff = tls.ssl === 'no';
  const files = dovecotFilesOf(tls, directory, kindsOf);
  const none = files.kind === 'value' && files.value === undefined;
  const problem: DovecotShown['problem'] =
    files.kind === 'unresolved'
      ? { reason: 'unresolved', detail: files.detail }
      : (none && { reason: 'settings_malformed', detail: 'TLS is enabled, but no certificate is configured' }) ||
        undefined;
  return {
    isOff,
    isRequired: tls.ssl === 'required',
    files: files.kind === 'value' && !isOff ? files.value?.files : undefined,
    problem: isOff ? undefined : problem,
    remarks: files.kind === 'value' && !isOff ? (files.value?.remarks ?? []) : [],
  };
}
