import {
  type Certificate,
  CORRECT_KEY_ACCESS,
  type StoredCertificate,
} from '../../../domain/certificate/certificate.ts';
import { copyCertificate } from '../../../domain/certificate/copy-certificate.ts';
import type { Origin } from '../../../domain/certificate/origin.ts';
import { MAX_REMEMBERED_NAMES } from '../../../domain/observation/memory.ts';
import type { RejectedCertificate, Selection } from '../../../domain/selection/selection.ts';
import type { ObservedConnector } from '../../../domain/status/observed.ts';
import type { StoreState } from '../../../domain/status/status.ts';
import { readProblem, type WrittenProblem, writeProblem } from './written-failures.ts';

/** The maximum number of certificates in a selection, of scopes, and of problems of a store. */
const MAX_ITEMS = 100;

/** The JSON form of a certificate: with its location, without the access rights of its key. */
export interface WrittenCertificate extends Pick<StoredCertificate, 'certificate' | 'store' | 'location' | 'services'> {
  readonly key: Pick<StoredCertificate['key'], 'kind' | 'path'>;
  readonly writtenAt?: number | undefined;
}

/** The name of a row of the kind `certificate`: thumbprint, store and location. */
export type StoredCertificateRow = string;

type SelectionOf<K extends Selection['kind']> = Extract<Selection, { readonly kind: K }>;
type WrittenRejected = Omit<RejectedCertificate, 'candidate'> & { readonly candidate: StoredCertificateRow };

/**
 * The JSON form of a selection. Certificates have separate rows, because many connectors share a
 * few certificates.
 */
export type WrittenSelection =
  | SelectionOf<'not-applicable'>
  | (Omit<SelectionOf<'chosen'>, 'chosen' | 'rejected' | 'alsoSelected'> & {
      readonly chosen: StoredCertificateRow;
      readonly alsoSelected?: readonly StoredCertificateRow[] | undefined;
    })
  | (Omit<SelectionOf<'none'>, 'rejected' | 'nearestMiss'> & {
      readonly rejected: readonly WrittenRejected[];
      readonly nearestMiss: WrittenRejected | undefined;
    })
  | Omit<SelectionOf<'unknown'>, 'rejected'>;

/** The JSON form of an observed connector. */
export interface WrittenConnector extends Pick<ObservedConnector, 'connector'> {
  readonly selection: WrittenSelection;
  readonly origins: readonly (readonly [thumbprint: string, origin: Origin])[];
}

/** Returns the name of the row of a certificate. */
export function certificateRow({ certificate, store, location }: StoredCertificate): StoredCertificateRow {
  return `${certificate.thumbprint} ${store} ${location.path}#${location.block}`;
}

/** Returns a certificate with only the first of its names, because some have thousands of names. */
function limitNames(certificate: Certificate): Certificate {
  const firstNames = (names: readonly string[]): readonly string[] => names.slice(0, MAX_REMEMBERED_NAMES);
  const { commonNames, dnsNames, ipAddresses } = certificate;
  return copyCertificate(certificate, {
    commonNames: firstNames(commonNames),
    dnsNames: firstNames(dnsNames),
    ipAddresses: firstNames(ipAddresses),
  });
}

/** Writes a certificate with its location. */
export function writeCertificate(stored: StoredCertificate): string {
  const { certificate, store, location, services, key, writtenAt } = stored;
  const written: WrittenCertificate = {
    certificate: limitNames(certificate),
    store,
    location,
    services,
    key: { kind: key.kind, path: key.path },
    writtenAt,
  };
  return JSON.stringify(written);
}

/** Reads the output of `writeCertificate`. */
export function readStoredCertificate({ key, ...stored }: WrittenCertificate): StoredCertificate {
  return { ...stored, key: { ...key, access: CORRECT_KEY_ACCESS } };
}

/**
 * Returns the certificates of a selection that are stored. If the server uses configured files,
 * rejected certificates are included, because the server serves these files anyway.
 */
export function storedCertificatesOf(selection: Selection): readonly StoredCertificate[] {
  if (selection.kind === 'chosen') return [selection.chosen, ...(selection.alsoSelected ?? []).slice(0, MAX_ITEMS)];
  if (selection.kind !== 'none') return [];
  const { name, rejected, nearestMiss } = selection;
  const servedRejected = name.files === undefined ? [] : rejected.slice(0, MAX_ITEMS);
  return [...servedRejected, ...(nearestMiss === undefined ? [] : [nearestMiss])].map(({ candidate }) => candidate);
}

const writeRejected = ({ candidate, ...rest }: RejectedCertificate): WrittenRejected => ({
  ...rest,
  candidate: certificateRow(candidate),
});

function writeSelection(selection: Selection): WrittenSelection {
  if (selection.kind === 'not-applicable') return selection;
  const { name } = selection;
  if (selection.kind === 'unknown')
    return { kind: 'unknown', name, unavailable: selection.unavailable.slice(0, MAX_ITEMS) };
  if (selection.kind === 'none') {
    const { rejected, nearestMiss, unusableFile } = selection;
    const servedRejected = name.files === undefined ? [] : rejected.slice(0, MAX_ITEMS);
    return {
      kind: 'none',
      name,
      rejected: servedRejected.map(writeRejected),
      nearestMiss: nearestMiss && writeRejected(nearestMiss),
      ...(unusableFile === undefined ? {} : { unusableFile }),
    };
  }
  const { chosen, match, lastSeen, isProvisional, alsoSelected } = selection;
  return {
    kind: 'chosen',
    name,
    chosen: certificateRow(chosen),
    match,
    lastSeen,
    isProvisional,
    ...(alsoSelected === undefined ? {} : { alsoSelected: alsoSelected.slice(0, MAX_ITEMS).map(certificateRow) }),
  };
}

/** Writes the observation of a connector. */
export function writeConnector(
  { connector, selection }: Pick<ObservedConnector, 'connector' | 'selection'>,
  originOf: (thumbprint: string) => Origin,
): string {
  const origins = new Map(
    storedCertificatesOf(selection).map(({ certificate: { thumbprint } }) => [thumbprint, originOf(thumbprint)]),
  );
  const written: WrittenConnector = { connector, selection: writeSelection(selection), origins: [...origins] };
  return JSON.stringify(written);
}

/** Thrown by `readSelection` if a certificate has no readable row. */
class MissingCertificateError extends Error {}

/** Reads the output of `writeConnector`; undefined if one of its certificates is missing. */
export function readConnector(
  { connector, selection, origins }: WrittenConnector,
  certificates: ReadonlyMap<StoredCertificateRow, StoredCertificate>,
): ObservedConnector | undefined {
  const find = (row: StoredCertificateRow): StoredCertificate => {
    const stored = certificates.get(row);
    if (stored === undefined) throw new MissingCertificateError(row);
    return stored;
  };
  try {
    return { connector, selection: readSelection(selection, find), origins: new Map(origins) };
  } catch (error) {
    if (error instanceof MissingCertificateError) return undefined;
    throw error;
  }
}

function readSelection(written: WrittenSelection, find: (row: StoredCertificateRow) => StoredCertificate): Selection {
  if (written.kind === 'not-applicable') return written;
  if (written.kind === 'unknown') return { ...written, rejected: [] };
  if (written.kind === 'none') {
    const { nearestMiss, rejected, ...rest } = written;
    const readRejected = ({ candidate, ...reason }: WrittenRejected): RejectedCertificate => ({
      ...reason,
      candidate: find(candidate),
    });
    return { ...rest, rejected: rejected.map(readRejected), nearestMiss: nearestMiss && readRejected(nearestMiss) };
  }
  const { chosen, alsoSelected, lastSeen, ...rest } = written;
  return {
    ...rest,
    chosen: find(chosen),
    lastSeen,
    // Rejected certificates are only stored for a selection of kind `none`.
    rejected: [],
    ...(alsoSelected === undefined ? {} : { alsoSelected: alsoSelected.map(find) }),
  };
}

type StateOf<K extends StoreState['kind']> = Extract<StoreState, { readonly kind: K }>;

/** The JSON form of the observation of a store. */
export type WrittenStore =
  | (Omit<StateOf<'read'>, 'problems'> & { readonly problems: readonly WrittenProblem[] })
  | (Omit<StateOf<'unreadable'>, 'problem'> & { readonly problem: WrittenProblem });

/** Writes the observation of a store. */
export function writeStore(state: StoreState): string {
  const written: WrittenStore =
    state.kind === 'read'
      ? { ...state, problems: state.problems.slice(0, MAX_ITEMS).map(writeProblem) }
      : { ...state, problem: writeProblem(state.problem) };
  return JSON.stringify(written);
}

/** Reads the output of `writeStore`. */
export function readStore(written: WrittenStore): StoreState {
  return written.kind === 'read'
    ? { ...written, problems: written.problems.map(readProblem) }
    : { ...written, problem: readProblem(written.problem) };
}
