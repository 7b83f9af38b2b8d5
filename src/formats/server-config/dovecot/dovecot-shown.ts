import type { Reason } from '../../../domain/problem.ts';
import type { KindsOf, NamedFiles } from '../named-files.ts';
import { dovecotFilesOf } from './dovecot-files.ts';
import type { DovecotConnection, DovecotFilters, DovecotTls } from './dovecot-filters.ts';

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
