import type { RequestedBy, Service, StoredCertificate, StoreNote, Thumbprint } from '../certificate/certificate.ts';
import type { StoredRequest } from '../certificate/certificate-request.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';
import type { ReportedNote, StoreHistory } from '../observation/memory.ts';
import { DAY, type Instant, SECOND } from '../time.ts';
import { isRequestedByRenewal } from './automatic-renewal.ts';
import type { Removal } from './removal.ts';

/**
 * Age of a command after which its change is no longer reported, and a missing certificate is
 * forgotten. The event log is usually not kept longer.
 */
const MAX_REPORT_AGE_MS: number = 400 * DAY;

/** The largest rounding of modification times in file systems. */
const MAX_FILE_TIME_STEP_MS: number = 2 * SECOND;

/**
 * The state of the personal store (the only store that mailcertd changes) in a scan, from which
 * changes by commands are detected. A command leaves a note with each certificate and CSR.
 */
export interface ScannedStore {
  readonly now: Instant;
  /** Path of the store. */
  readonly path: string;
  readonly snapshot: StoreSnapshot;
  /** True if all of the store was read, so that a missing certificate no longer exists. */
  readonly isComplete: boolean;
  /**
   * Returns whether a certificate, by thumbprint, or a CSR, by SHA-256, is in the store, with or
   * without a note.
   */
  readonly contains: (id: string) => boolean;
  /** The recorded internal transport certificate; `unknown` if the configuration sets it. */
  readonly internalThumbprint: Thumbprint | undefined | 'unknown';
  /** The recorded certificate itself; undefined if it is missing or none is recorded. */
  readonly recordedCertificate: StoredCertificate | undefined;
  /** Names of the entries in the trash; undefined if it cannot be read. */
  readonly trash: readonly string[] | undefined;
  /** By name: the new entries of the trash that could be read. */
  readonly removals: ReadonlyMap<string, Removal>;
}

/** A change of the personal store. */
export type StoreHistoryChange =
  | { readonly kind: 'installed'; readonly stored: StoredCertificate; readonly note: StoreNote }
  /** Installed by the daemon as an automatic renewal. */
  | { readonly kind: 'renewed'; readonly stored: StoredCertificate; readonly note: StoreNote }
  | {
      readonly kind: 'enabled';
      readonly stored: StoredCertificate;
      readonly note: StoreNote;
      /** undefined if unknown. */
      readonly previousServices: readonly Service[] | undefined;
    }
  /** A CSR was created. */
  | { readonly kind: 'requested'; readonly stored: StoredRequest; readonly note: StoreNote }
  | { readonly kind: 'removed'; readonly removal: Removal }
  /**
   * A certificate was recorded as the internal transport certificate, which Exchange servers use
   * between each other.
   */
  | {
      readonly kind: 'recorded-as-internal';
      readonly stored: StoredCertificate;
      readonly previousThumbprint: Thumbprint | undefined;
      /** undefined if a file was replaced or an administrator moved the link. */
      readonly requestedBy: RequestedBy | undefined;
    };

/** Returns a text that identifies one execution of a command. */
const requestKeyOf = ({ by, command, at }: RequestedBy): string => JSON.stringify([by, command, at]);

/**
 * Returns the first history of a store, with which later scans are compared, or undefined if not
 * all of the store was read.
 */
export function firstHistory(scanned: ScannedStore): StoreHistory | undefined {
  const { path, trash, internalThumbprint, isComplete } = scanned;
  if (!isComplete || trash === undefined) return undefined;
  const notes = new Map(
    [...notedObjects(scanned)].map(([id, { requestedBy, services }]) => [id, { requestedBy, services }]),
  );
  return {
    path,
    notes,
    internal: internalThumbprint === 'unknown' ? undefined : internalThumbprint,
    removals: new Set(trash),
  };
}

/** A certificate or CSR with the note of a command. */
interface NotedObject {
  readonly requestedBy: RequestedBy;
  readonly services: readonly Service[];
  /**
   * Returns the change that the command made.
   * @param previous the note that was reported last; undefined: none
   */
  readonly changeSince: (previous: ReportedNote | undefined) => StoreHistoryChange;
}

/** Yields the certificates and CSRs with a note, with their thumbprint or SHA-256. */
function* notedObjects({
  snapshot: { certificates, requests = [] },
}: ScannedStore): Generator<readonly [string, NotedObject]> {
  // If the store contains a certificate twice, only the first location counts.
  const thumbprints = new Set<string>();
  for (const stored of certificates) {
    const { note } = stored;
    // Other properties are not read for certificates without a note, because reading them takes
    // long in a large store.
    if (note === undefined) continue;
    const { services, certificate } = stored;
    if (thumbprints.has(certificate.thumbprint) || isIssuerInDirectory(stored)) continue;
    thumbprints.add(certificate.thumbprint);
    const changeSince = (previous: ReportedNote | undefined): StoreHistoryChange => changeOf(stored, note, previous);
    yield [certificate.thumbprint, { requestedBy: note.requestedBy, services, changeSince }];
  }
  for (const stored of requests) {
    const { note, services = [] } = stored;
    if (note === undefined) continue;
    const changeSince = (): StoreHistoryChange => ({ kind: 'requested', stored, note });
    yield [stored.request.sha256Fingerprint, { requestedBy: note.requestedBy, services, changeSince }];
  }
}

/**
 * Returns whether a certificate is an issuer in the directory of the certificate that the note is
 * about.
 */
function isIssuerInDirectory({ certificate, key: { kind } }: StoredCertificate): boolean {
  return certificate.isCa && (kind === 'differs' || kind === 'missing');
}

/**
 * Returns whether a command wrote the file of a certificate. If the file is older than the command,
 * the command has only changed the note, for example of a certificate that was moved away and back.
 */
function isWrittenByCommand({ writtenAt }: StoredCertificate, { at }: RequestedBy): boolean {
  return writtenAt === undefined || writtenAt >= at - MAX_FILE_TIME_STEP_MS;
}

function changeOf(stored: StoredCertificate, note: StoreNote, previous: ReportedNote | undefined): StoreHistoryChange {
  // Commands install into a directory named by the thumbprint. In another directory, the
  // certificate was added by hand, and the command has only enabled it.
  const isInCreatedDirectory = stored.location.path.split('/').at(-2) === stored.certificate.thumbprint;
  const isReinstalled = previous?.isGone === true && isWrittenByCommand(stored, note.requestedBy);
  if (isReinstalled || (previous === undefined && isInCreatedDirectory)) {
    return { kind: isRequestedByRenewal(note.requestedBy) ? 'renewed' : 'installed', stored, note };
  }
  return { kind: 'enabled', stored, note, previousServices: previous?.services };
}

/**
 * Returns the changes by commands that were not reported yet, in the order of the commands, and the
 * new history. A command is identified by its user, command line and time. Moving a file, or
 * removing and restoring it without a command, is therefore not a change.
 */
export function compareHistory(
  previous: StoreHistory,
  scanned: ScannedStore,
): { readonly changes: readonly StoreHistoryChange[]; readonly after: StoreHistory } {
  const { now, path } = scanned;
  const notes = new Map(previous.notes);
  const reported = new Set([...notes.values()].map(({ requestedBy }) => requestKeyOf(requestedBy)));
  const changes: { readonly requestedBy: RequestedBy; readonly change: StoreHistoryChange }[] = [];
  const isRecent = ({ at }: RequestedBy): boolean => now - at <= MAX_REPORT_AGE_MS;

  for (const [name, removal] of scanned.removals) {
    const { requestedBy } = removal;
    if (previous.removals.has(name) || !isRecent(requestedBy)) continue;
    changes.push({ requestedBy, change: { kind: 'removed', removal } });
    const id = idOfRemoved(removal);
    const history = notes.get(id);
    if (history !== undefined) notes.set(id, { ...history, isGone: true });
  }
  const changedIds = new Set<string>();
  for (const [id, { requestedBy, services, changeSince }] of notedObjects(scanned)) {
    const history = notes.get(id);
    notes.set(id, { requestedBy, services });
    const key = requestKeyOf(requestedBy);
    if (reported.has(key) || !isRecent(requestedBy)) continue;
    reported.add(key);
    changedIds.add(id);
    changes.push({ requestedBy, change: changeSince(history) });
  }
  if (scanned.isComplete) {
    for (const [id, history] of notes) {
      if (scanned.contains(id)) continue;
      if (isRecent(history.requestedBy)) notes.set(id, { ...history, isGone: true });
      else notes.delete(id);
    }
  }
  const recorded = recordedChange(previous, scanned, changedIds);
  const orderedChanges = changes
    .toSorted((left, right) => left.requestedBy.at - right.requestedBy.at)
    .flatMap(({ change }) => (isOnlyRecorded(change, recorded) ? [] : [change]));
  return {
    changes: recorded === undefined ? orderedChanges : [...orderedChanges, recorded],
    after: { path, notes, internal: internalAfter(previous, scanned), removals: removalsAfter(previous, scanned) },
  };
}

/** Returns the thumbprint of a certificate, or the SHA-256 of a CSR. */
export function idOfRemoved({ removed }: Removal): string {
  return 'thumbprint' in removed ? removed.thumbprint : removed.sha256Fingerprint;
}

/**
 * Returns whether a command enabled a certificate without changing its services, because it only
 * recorded the certificate as the internal transport certificate. Then `recordedChange` has returned
 * the same `requestedBy` object.
 */
function isOnlyRecorded(change: StoreHistoryChange, recorded: StoreHistoryChange | undefined): boolean {
  if (change.kind !== 'enabled' || recorded?.kind !== 'recorded-as-internal') return false;
  if (recorded.requestedBy !== change.note.requestedBy) return false;
  return (
    change.previousServices !== undefined && sortedText(change.previousServices) === sortedText(change.stored.services)
  );
}

const sortedText = (services: readonly Service[]): string => [...services].sort().join(' ');

/** Returns the change of the recorded internal transport certificate, if there is one. */
function recordedChange(
  { internal: previousThumbprint }: StoreHistory,
  { internalThumbprint, recordedCertificate }: ScannedStore,
  changedIds: ReadonlySet<string>,
): StoreHistoryChange | undefined {
  if (recordedCertificate === undefined || internalThumbprint === 'unknown') return undefined;
  if (internalThumbprint === previousThumbprint) return undefined;
  const { certificate, note } = recordedCertificate;
  const requestedBy = changedIds.has(certificate.thumbprint) ? note?.requestedBy : undefined;
  return { kind: 'recorded-as-internal', stored: recordedCertificate, previousThumbprint, requestedBy };
}

/** Returns the recorded internal transport certificate for the new history. */
function internalAfter(
  { internal: previous }: StoreHistory,
  { internalThumbprint, recordedCertificate, isComplete }: ScannedStore,
): StoreHistory['internal'] {
  if (internalThumbprint === 'unknown') return previous;
  if (internalThumbprint === undefined) return isComplete ? undefined : previous;
  // While the recorded certificate is missing, event 12013 reports that, and the previous value is
  // kept. The change is reported when the certificate exists.
  return recordedCertificate === undefined ? previous : internalThumbprint;
}

/**
 * Returns the entries of the trash for the new history. Leaves out new entries that could not be
 * read, so that the next scan reads them again.
 */
function removalsAfter({ removals: previous }: StoreHistory, { trash, removals }: ScannedStore): ReadonlySet<string> {
  return trash === undefined ? previous : new Set(trash.filter((name) => previous.has(name) || removals.has(name)));
}
