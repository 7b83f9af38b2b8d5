import type { RequestedBy, Service, StoredCertificate, StoreNote, Thumbprint } from '../certificate/certificate.ts';
import type { StoredRequest } from '../certificate/certificate-request.ts';
import { isRequestedByRenewal } from '../store-change/automatic-renewal.ts';
import type { Removal } from '../store-change/removal.ts';
import { DAY, type Instant, SECOND } from '../time.ts';
import type { StoredHistory, StoreHistory } from './memory.ts';
import type { StoreSnapshot } from './observation.ts';

/** What was asked for earlier is no news, and what is gone is forgotten then: the event log keeps no longer, as a rule. */
const NEWS_FOR: number = 400 * DAY;

/** File systems keep the times of files in steps of up to 2 s. */
const COARSEST_TIME: number = 2 * SECOND;

/** What one pass sees of the personal store, for telling what commands did to it. */
export interface ScannedStore {
  readonly now: Instant;
  /** Where the store lies. */
  readonly path: string;
  readonly snapshot: StoreSnapshot;
  /** Whether all of it was seen, and is to be believed: what is not there is gone. */
  readonly isWhole: boolean;
  /** Whether a certificate lies in it, by thumbprint, or a request, by SHA-256; with a note or without. */
  readonly isThere: (id: string) => boolean;
  /** What the store records; `unsaid` where the configuration decides, and the store was not asked. */
  readonly internal: Thumbprint | undefined | 'unsaid';
  /** The recorded one, where it lies; undefined: nowhere, or none is. */
  readonly recorded: StoredCertificate | undefined;
  /** Names of what lies in the trash; undefined: it cannot be read now. */
  readonly trash: readonly string[] | undefined;
  /** What those are that were not there before, as far as they can be read, by name. */
  readonly removals: ReadonlyMap<string, Removal>;
}

/** What has happened to the personal store. */
export type StoreHistoryChange =
  | { readonly kind: 'installed'; readonly stored: StoredCertificate; readonly note: StoreNote }
  /** By the daemon, before the one that it renews expired. */
  | { readonly kind: 'renewed'; readonly stored: StoredCertificate; readonly note: StoreNote }
  | {
      readonly kind: 'enabled';
      readonly stored: StoredCertificate;
      readonly note: StoreNote;
      /** undefined: nobody knows. */
      readonly before: readonly Service[] | undefined;
    }
  | { readonly kind: 'requested'; readonly stored: StoredRequest; readonly note: StoreNote }
  | { readonly kind: 'removed'; readonly removal: Removal }
  /** As the internal transport certificate. */
  | {
      readonly kind: 'recorded';
      readonly stored: StoredCertificate;
      readonly before: Thumbprint | undefined;
      /** undefined: it followed a renewal in place, or somebody moved the link. */
      readonly asked: RequestedBy | undefined;
    };

const keyOf = ({ by, command, at }: RequestedBy): string => JSON.stringify([by, command, at]);

/** What is known of a store from now on, where nothing was known before. undefined: not all of it was seen. */
export function extendHistory(sight: ScannedStore): StoreHistory | undefined {
  const { path, trash, internal, isWhole } = sight;
  if (!isWhole || trash === undefined) return undefined;
  const notes = new Map([...notedIn(sight)].map(([id, { asked, services }]) => [id, { asked, services }]));
  return { path, notes, internal: internal === 'unsaid' ? undefined : internal, removals: new Set(trash) };
}

interface Noted {
  readonly asked: RequestedBy;
  readonly services: readonly Service[];
  /** What it is, where somebody asked for a change of it that was not told yet. */
  readonly changed: (before: StoredHistory | undefined) => StoreHistoryChange;
}

/** What carries a note, by its thumbprint or its SHA-256. */
function* notedIn({ snapshot: { certificates, requests = [] } }: ScannedStore): Generator<readonly [string, Noted]> {
  // Of one that lies twice, the first counts.
  const seen = new Set<string>();
  for (const stored of certificates) {
    const { note } = stored;
    // Of a large store little has one; what else there is of a certificate is not asked for.
    if (note === undefined) continue;
    const { services, certificate } = stored;
    if (seen.has(certificate.thumbprint) || isBeside(stored)) continue;
    seen.add(certificate.thumbprint);
    const changed = (before: StoredHistory | undefined): StoreHistoryChange => changeOf(stored, note, before);
    yield [certificate.thumbprint, { asked: note.asked, services, changed }];
  }
  for (const stored of requests) {
    const { note, services = [] } = stored;
    if (note === undefined) continue;
    const changed = (): StoreHistoryChange => ({ kind: 'requested', stored, note });
    yield [stored.request.sha256Fingerprint, { asked: note.asked, services, changed }];
  }
}

/** An issuer that lies in a folder with the certificate that the note is about. */
function isBeside({ certificate, key: { kind } }: StoredCertificate): boolean {
  return certificate.isCa && (kind === 'differs' || kind === 'missing');
}

/**
 * Returns whether a command wrote the file of a certificate. A certificate that was not seen for a
 * time is not installed again by a command that only changes its note.
 */
function isWrittenFor({ writtenAt }: StoredCertificate, { at }: RequestedBy): boolean {
  return writtenAt === undefined || writtenAt >= at - COARSEST_TIME;
}

function changeOf(stored: StoredCertificate, note: StoreNote, before: StoredHistory | undefined): StoreHistoryChange {
  // A command installs into a folder that is named by the thumbprint: elsewhere somebody has put it by hand.
  const isInstalled = stored.location.path.split('/').at(-2) === stored.certificate.thumbprint;
  const isAgain = before?.isGone === true && isWrittenFor(stored, note.asked);
  if (isAgain || (before === undefined && isInstalled)) {
    return { kind: isRequestedByRenewal(note.asked) ? 'renewed' : 'installed', stored, note };
  }
  return { kind: 'enabled', stored, note, before: before?.services };
}

/**
 * What commands have done to the personal store since it was last told, in the order in which it was asked for, and what is
 * known from now on. A change is known by who asked for it, when and how: what is moved, hidden or put back is none.
 */
export function compareHistory(
  before: StoreHistory,
  sight: ScannedStore,
): { readonly changes: readonly StoreHistoryChange[]; readonly after: StoreHistory } {
  const { now, path } = sight;
  const notes = new Map(before.notes);
  const told = new Set([...notes.values()].map(({ asked }) => keyOf(asked)));
  const changes: { readonly asked: RequestedBy; readonly change: StoreHistoryChange }[] = [];
  const isNews = ({ at }: RequestedBy): boolean => now - at <= NEWS_FOR;

  for (const [name, removal] of sight.removals) {
    const { asked } = removal;
    if (before.removals.has(name) || !isNews(asked)) continue;
    changes.push({ asked, change: { kind: 'removed', removal } });
    const id = removedId(removal);
    const known = notes.get(id);
    if (known !== undefined) notes.set(id, { ...known, isGone: true });
  }
  const news = new Set<string>();
  for (const [id, { asked, services, changed }] of notedIn(sight)) {
    const known = notes.get(id);
    notes.set(id, { asked, services });
    const key = keyOf(asked);
    if (told.has(key) || !isNews(asked)) continue;
    told.add(key);
    news.add(id);
    changes.push({ asked, change: changed(known) });
  }
  if (sight.isWhole) {
    for (const [id, known] of notes) {
      if (sight.isThere(id)) continue;
      if (isNews(known.asked)) notes.set(id, { ...known, isGone: true });
      else notes.delete(id);
    }
  }
  const recorded = recordedSince(before, sight, news);
  const inOrder = changes
    .toSorted((left, right) => left.asked.at - right.asked.at)
    .flatMap(({ change }) => (isOnlyRecorded(change, recorded) ? [] : [change]));
  return {
    changes: recorded === undefined ? inOrder : [...inOrder, recorded],
    after: { path, notes, internal: internalAfter(before, sight), removals: removalsAfter(before, sight) },
  };
}

/** The thumbprint of a certificate, the SHA-256 of a request. */
export function removedId({ removed }: Removal): string {
  return 'thumbprint' in removed ? removed.thumbprint : removed.sha256Fingerprint;
}

/** Whether all that was asked for is that this one be recorded. */
function isOnlyRecorded(change: StoreHistoryChange, recorded: StoreHistoryChange | undefined): boolean {
  if (change.kind !== 'enabled' || recorded?.kind !== 'recorded' || recorded.asked !== change.note.asked) return false;
  return change.before !== undefined && listOf(change.before) === listOf(change.stored.services);
}

const listOf = (services: readonly Service[]): string => [...services].sort().join(' ');

function recordedSince(
  { internal: before }: StoreHistory,
  { internal, recorded }: ScannedStore,
  news: ReadonlySet<string>,
): StoreHistoryChange | undefined {
  if (recorded === undefined || internal === 'unsaid' || internal === before) return undefined;
  const asked = news.has(recorded.certificate.thumbprint) ? recorded.note?.asked : undefined;
  return { kind: 'recorded', stored: recorded, before, asked };
}

function internalAfter(
  { internal: before }: StoreHistory,
  { internal, recorded, isWhole }: ScannedStore,
): StoreHistory['internal'] {
  if (internal === 'unsaid') return before;
  // One that lies nowhere is told of as 12013; when it comes, or another is recorded, that is told.
  if (internal === undefined) return isWhole ? undefined : before;
  return recorded === undefined ? before : internal;
}

/** What can not be read yet is looked at again. */
function removalsAfter({ removals: before }: StoreHistory, { trash, removals }: ScannedStore): ReadonlySet<string> {
  return trash === undefined ? before : new Set(trash.filter((name) => before.has(name) || removals.has(name)));
}
