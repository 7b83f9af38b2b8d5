import type { Reason } from '../../../domain/problem.ts';
import type { KindsOf, NamedFiles } from '../named-files.ts';
import { type ConfiguredFiles, lastOfEachKind } from '../named-files.ts';
import { type ResolvedSettings, unresolved } from '../settled.ts';
import type { DovecotConnection, DovecotFilters, DovecotTls } from './dovecot-filters.ts';
import { HIDDEN } from './dovecot-tree.ts';

/** Where one setting leads: a file, to something that is not shown, or nowhere. */
function pathOf(written: string, name: string, folder: string): ResolvedSettings<string | undefined> {
  const value = written.trim();
  if (value === '' || value === HIDDEN) return { kind: 'value', value: undefined };
  if (value.startsWith('inline:')) {
    return unresolved(`${name}: it stands in the settings themselves, and in no file`);
  }
  const path = value.replace(/^<\s*/, '');
  if (/[%$]\{?\w/.test(path)) return unresolved(`${name}: it depends on what "${path}" comes to`);
  return { kind: 'value', value: path.startsWith('/') ? path : `${folder}/${path}` };
}

/**
 * The files that a connection is shown certificates from; undefined: none is named. A key that is not shown is left out. Of
 * two certificates with one kind of key Dovecot presents the second.
 * @param folder that paths count from which are not absolute
 * @see https://doc.dovecot.org/2.4.0/core/config/ssl.html
 */
function dovecotFilesOf(
  tls: DovecotTls,
  folder: string,
  kindsOf: KindsOf,
): ResolvedSettings<ConfiguredFiles | undefined> {
  const paths: (string | undefined)[] = [];
  for (const [written, name] of [
    [tls.certificate, 'certificate'],
    [tls.key, 'key'],
    [tls.otherCertificate, 'second certificate'],
    [tls.otherKey, 'second key'],
  ] as const) {
    const path = pathOf(written, name, folder);
    if (path.kind === 'unresolved') return path;
    paths.push(path.value);
  }
  const [certificate, key, otherCertificate, otherKey] = paths;
  if (certificate === undefined) return { kind: 'value', value: undefined };
  const other = otherCertificate === undefined ? [] : [{ certificate: otherCertificate, key: otherKey }];
  return { kind: 'value', value: lastOfEachKind([{ certificate, key }, ...other], kindsOf) };
}

/** What a connection is shown, and how it begins. */
export interface DovecotShown {
  readonly isOff: boolean;
  readonly isRequired: boolean;
  /** undefined: none is named, or it cannot be told which. */
  readonly files: NamedFiles | undefined;
  readonly trouble: { readonly reason: Reason; readonly detail: string } | undefined;
  /** What is named and never shown, each with why. */
  readonly remarks: readonly string[];
}

const UNTOLD: DovecotShown = {
  isOff: false,
  isRequired: false,
  files: undefined,
  trouble: { reason: 'unresolved', detail: 'whether what is set for its address holds over LMTP cannot be told' },
  remarks: [],
};

function isSameTls(one: DovecotTls, other: DovecotTls): boolean {
  return Object.values(one).join('\n') === Object.values(other).join('\n');
}

/**
 * What a connection is shown.
 * @param folder that paths count from which are not absolute
 */
export function shownTo(
  connection: DovecotConnection,
  filters: DovecotFilters,
  folder: string,
  kindsOf: KindsOf,
): DovecotShown {
  const tls = filters.tlsFor(connection);
  // Its process for LMTP was seen to pass over what is set for an address.
  if (connection.protocol === 'lmtp' && connection.address !== undefined) {
    const everywhere = filters.tlsFor({ ...connection, address: undefined });
    if (!isSameTls(tls, everywhere)) return UNTOLD;
  }
  const isOff = tls.ssl === 'no';
  const files = dovecotFilesOf(tls, folder, kindsOf);
  const none = files.kind === 'value' && files.value === undefined;
  const trouble: DovecotShown['trouble'] =
    files.kind === 'unresolved'
      ? { reason: 'unresolved', detail: files.detail }
      : (none && { reason: 'settings_malformed', detail: 'it is to speak TLS, and names no certificate' }) || undefined;
  return {
    isOff,
    isRequired: tls.ssl === 'required',
    files: files.kind === 'value' && !isOff ? files.value?.files : undefined,
    trouble: isOff ? undefined : trouble,
    remarks: files.kind === 'value' && !isOff ? (files.value?.remarks ?? []) : [],
  };
}
