import type { RequestedBy, Service, StoredCertificate, StoreNote, Thumbprint } from '../certificate/certificate.ts';
import type { StoredRequest } from '../certificate/certificate-request.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';
import type { StoredHistory, StoreHistory } from '../observation/memory.ts';
import { DAY, type Instant, SECOND } from '../time.ts';
import { isRequestedByRenewal } from './automatic-renewal.ts';
import type { Removal } from './removal.ts';

/**
 * Age at which a request is no longer reported and a missing certificate is forgotten. The event
 * log is usually not kept longer.
 */
const NEWS_FOR: number = 400 * DAY;

/** Maximum step of file times in file systems: 2 s. */
const COARSEST_TIME: number = 2 * SECOND;

/** State of the personal store in a scan, to detect changes by commands. */
export interface ScannedStore {
  readonly now: Instant;
  /** Path of the store. */
  readonly path: string;
  readonly snapshot: StoreSnapshot;
  /** True if the store was read as a whole and is confirmed, so that anything missing is gone. */
  readonly isWhole: boolean;
  /**
   * Returns whether a certificate, by thumbprint, or a CSR, by SHA-256, is in the store, with or
   * without a note.
   */
  readonly isThere: (id: string) => boolean;
  /**
   * Recorded internal transport certificate; `unsaid` if it is configured and the store was not
   * read.
   */
  readonly internal: Thumbprint | undefined | 'unsaid';
  /** The recorded certificate itself; undefined if it is missing or none is recorded. */
  readonly recorded: StoredCertificate | undefined;
  /** Names of the entries in the trash; undefined if it cannot be read. */
  readonly trash: readonly string[] | undefined;
  /** New entries of the trash that can be read, by name. */
  readonly removals: ReadonlyMap<string, Removal>;
}

/** Change of the personal store. */
export type StoreHistoryChange =
  | { readonly kind: 'installed'; readonly stored: StoredCertificate; readonly note: StoreNote }
  /** By the daemon, before the previous certificate expired. */
  | { readonly kind: 'renewed'; readonly stored: StoredCertificate; readonly note: StoreNote }
  | {
      readonly kind: 'enabled';
      readonly stored: StoredCertificate;
      readonly note: StoreNote;
      /** undefined if unknown. */
      readonly before: readonly Service[] | undefined;
    }
  | { readonly kind: 'requested'; readonly stored: StoredRequest; readonly note: StoreNote }
  | { readonly kind: 'removed'; readonly removal: Removal }
  /** As the internal transport certificate. */
  | {
      readonly kind: 'recorded';
      readonly stored: StoredCertificate;
      readonly before: Thumbprint | undefined;
      /**
       * undefined if it replaced the previous one at its location, or if an administrator moved the
       * link.
       */
      readonly requestedBy: RequestedBy | undefined;
    };

const keyOf = ({ by, command, at }: RequestedBy): string => JSON.stringify([by, command, at]);

/**
 * Returns the first history of a store, as the baseline; undefined if the store was not read as a
 * whole.
 */
export function extendHistory(scanned: ScannedStore): StoreHistory | undefined {
  const { path, trash, internal, isWhole } = scanned;
  if (!isWhole || trash === undefined) return undefined;
  const notes = new Map(
    [...withNotes(scanned)].map(([id, { requestedBy, services }]) => [id, { requestedBy, services }]),
  );
  return { path, notes, internal: internal === 'unsaid' ? undefined : internal, removals: new Set(trash) };
}

interface NotedObject {
  readonly requestedBy: RequestedBy;
  readonly services: readonly Service[];
  /** Returns the change, if it has not been reported yet. */
  readonly changed: (before: StoredHistory | undefined) => StoreHistoryChange;
}

/** Yields the certificates and CSRs with a note, by thumbprint or SHA-256. */
function* withNotes({
  snapshot: { certificates, requests = [] },
}: ScannedStore): Generator<readonly [string, NotedObject]> {
  // The first of two copies counts.
  const thumbprints = new Set<string>();
  for (const stored of certificates) {
    const { note } = stored;
    // Few certificates of a large store have a note. Other properties are not read, because they
    // are lazy.
    if (note === undefined) continue;
    const { services, certificate } = stored;
    if (thumbprints.has(certificate.thumbprint) || isIssuerInDirectory(stored)) continue;
    thumbprints.add(certificate.thumbprint);
    const changed = (before: StoredHistory | undefined): StoreHistoryChange => changeOf(stored, note, before);
    yield [certificate.thumbprint, { requestedBy: note.requestedBy, services, changed }];
  }
  for (const stored of requests) {
    const { note, services = [] } = stored;
    if (note === undefined) continue;
    const changed = (): StoreHistoryChange => ({ kind: 'requested', stored, note });
    yield [stored.request.sha256Fingerprint, { requestedBy: note.requestedBy, services, changed }];
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
 * Returns whether a command wrote the file of a certificate. A command that only changes the note
 * of a temporarily hidden certificate does not install it again.
 */
function isWrittenFor({ writtenAt }: StoredCertificate, { at }: RequestedBy): boolean {
  return writtenAt === undefined || writtenAt >= at - COARSEST_TIME;
}

function changeOf(stored: StoredCertificate, note: StoreNote, before: StoredHistory | undefined): StoreHistoryChange {
  // Commands install into a directory named by the thumbprint. Others were added by hand.
  const isInstalled = stored.location.path.split('/').at(-2) === stored.certificate.thumbprint;
  const isAgain = before?.isGone === true && isWrittenFor(stored, note.requestedBy);
  if (isAgain || (before === undefined && isInstalled)) {
    return { kind: isRequestedByRenewal(note.requestedBy) ? 'renewed' : 'installed', stored, note };
  }
  return { kind: 'enabled', stored, note, before: before?.services };
}

/**
 * Returns the changes by commands since the last report, in the order of their requests, and the
 * new history. A request is identified by user, command and time, so moving, hiding or restoring a
 * file is not a change.
 */
export function compareHistory(
  before: StoreHistory,
  scanned: ScannedStore,
): { readonly changes: readonly StoreHistoryChange[]; readonly after: StoreHistory } {
  const { now, path } = scanned;
  const notes = new Map(before.notes);
  const reported = new Set([...notes.values()].map(({ requestedBy }) => keyOf(requestedBy)));
  const changes: { readonly requestedBy: RequestedBy; readonly change: StoreHistoryChange }[] = [];
  const isNews = ({ at }: RequestedBy): boolean => now - at <= NEWS_FOR;

  for (const [name, removal] of scanned.removals) {
    const { requestedBy } = removal;
    if (before.removals.has(name) || !isNews(requestedBy)) continue;
    changes.push({ requestedBy, change: { kind: 'removed', removal } });
    const id = removedId(removal);
    const history = notes.get(id);
    if (history !== undefined) notes.set(id, { ...history, isGone: true });
  }
  const news = new Set<string>();
  for (const [id, { requestedBy, services, changed }] of withNotes(scanned)) {
    const history = notes.get(id);
    notes.set(id, { requestedBy, services });
    const key = keyOf(requestedBy);
    if (reported.has(key) || !isNews(requestedBy)) continue;
    reported.add(key);
    news.add(id);
    changes.push({ requestedBy, change: changed(history) });
  }
  if (scanned.isWhole) {
    for (const [id, history] of notes) {
      if (scanned.isThere(id)) continue;
      if (isNews(history.requestedBy)) notes.set(id, { ...history, isGone: true });
      else notes.delete(id);
    }
  }
  const recorded = recordedSince(before, scanned, news);
  const inOrder = changes
    .toSorted((left, right) => left.requestedBy.at - right.requestedBy.at)
    .flatMap(({ change }) => (isOnlyRecorded(change, recorded) ? [] : [change]));
  return {
    changes: recorded === undefined ? inOrder : [...inOrder, recorded],
    after: { path, notes, internal: internalAfter(before, scanned), removals: removalsAfter(before, scanned) },
  };
}

/** Returns the thumbprint of a certificate, or the SHA-256 of a CSR. */
export function removedId({ removed }: Removal): string {
  return 'thumbprint' in removed ? removed.thumbprint : removed.sha256Fingerprint;
}

/**
 * Returns whether the request only recorded the internal transport certificate, without other
 * changes.
 */
function isOnlyRecorded(change: StoreHistoryChange, recorded: StoreHistoryChange | undefined): boolean {
  if (change.kind !== 'enabled' || recorded?.kind !== 'recorded' || recorded.requestedBy !== change.note.requestedBy)
    return false;
  return change.before !== undefined && listOf(change.before) === listOf(change.stored.services);
}

const listOf = (services: readonly Service[]): string => [...services].sort().join(' ');

function recordedSince(
  { internal: before }: StoreHistory,
  { internal, recorded }: ScannedStore,
  news: ReadonlySet<string>,
): StoreHistoryChange | undefined {
  if (recorded === undefined || internal === 'unsaid' || internal === before) return undefined;
  const requestedBy = news.has(recorded.certificate.thumbprint) ? recorded.note?.requestedBy : undefined;
  return { kind: 'recorded', stored: recorded, before, requestedBy };
}

function internalAfter(
  { internal: before }: StoreHistory,
  { internal, recorded, isWhole }: ScannedStore,
): StoreHistory['internal'] {
  if (internal === 'unsaid') return before;
  // 12013 reports a recorded certificate that is missing. It is reported as recorded once it
  // exists.
  if (internal === undefined) return isWhole ? undefined : before;
  return recorded === undefined ? before : internal;
}

/**
 * Returns the known entries of the trash. Those that could not be read are read again by the next
 * scan.
 */
function removalsAfter({ removals: before }: StoreHistory, { trash, removals }: ScannedStore): ReadonlySet<string> {
  return trash === undefined ? before : new Set(trash.filter((name) => before.has(name) || removals.has(name)));
}
