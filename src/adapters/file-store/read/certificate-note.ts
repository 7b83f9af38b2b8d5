import type { RequestedBy, Service, StoreNote, Thumbprint } from '../../../domain/certificate/certificate.ts';
import { findTooDeep } from '../../../formats/text/find-too-deep.ts';

/** The file beside a certificate, or a request, that says what it is enabled for, and who asked for it. */
export const CERTIFICATE_FILE = 'certificate.yaml';

/** A longer one is not read, in bytes or characters. */
export const MAX_NOTE_BYTES: number = 16 * 1024;
/** YAML tokens of a note; what commands write has fewer than a hundred. */
const MAX_TOKENS = 1000;
/** A longer text in it is nothing that anybody wrote on purpose. */
const MAX_TEXT_LENGTH = 4096;

const SERVICES: ReadonlySet<string> = new Set(['IMAP', 'POP', 'UM', 'IIS', 'SMTP', 'Federation'] satisfies Service[]);

/** What a `certificate.yaml` says; a key that is left out says nothing. */
export interface CertificateNote {
  readonly services: readonly Service[] | undefined;
  readonly note: StoreNote | undefined;
  /** Who asked for its removal. */
  readonly removed: RequestedBy | undefined;
}

/** What a changing command writes; a key that is left out stays what it is. */
export interface NoteChange {
  readonly services?: readonly Service[];
  readonly friendlyName?: string | undefined;
  readonly isExportable?: boolean;
  readonly renews?: Thumbprint | undefined;
  readonly asked?: RequestedBy;
  readonly removed?: RequestedBy;
}

/** Says in one line what is wrong with a note. */
export class NoteFault extends Error {}

/**
 * Reads a note. What earlier installations wrote, `requestedBy`, is who asked; when, they did not write.
 * @param writtenAt when the file was written, for those. @throws {NoteFault}
 */
export async function parseNote(text: string, writtenAt: number): Promise<CertificateNote> {
  const document = await parsed(text);
  const value: unknown = document.toJS({ mapAsMap: true, maxAliasCount: 0 });
  if (!(value instanceof Map)) return { services: undefined, note: undefined, removed: undefined };
  const keys: ReadonlyMap<unknown, unknown> = value;
  const services = servicesIn(keys.get('services'));
  const friendlyName = textIn(keys, 'friendlyName');
  const isExportable = keys.get('exportable');
  if (isExportable !== undefined && typeof isExportable !== 'boolean') {
    throw new NoteFault('exportable is neither true nor false');
  }
  const renews = textIn(keys, 'renews');
  if (renews !== undefined && !/^[0-9A-F]{40}$/.test(renews)) throw new NoteFault('renews is no thumbprint');
  const requestedBy = textIn(keys, 'requestedBy');
  const earlier = requestedBy === undefined ? undefined : { by: requestedBy, command: '', at: writtenAt };
  const asked = askedIn(keys, 'asked') ?? earlier;
  const says = { friendlyName, isExportable: isExportable ?? true, ...(renews === undefined ? {} : { renews }) };
  return { services, note: asked && { ...says, asked }, removed: askedIn(keys, 'removed') };
}

/**
 * The text of a note with a change in it; what else stands there, comments and unknown keys, stays.
 * @param text undefined: there was none. @throws {NoteFault} when what stands there cannot be read
 */
export async function changedNote(text: string | undefined, change: NoteChange): Promise<string> {
  const { Document, isMap } = await import('yaml');
  const before = text === undefined ? new Document({}) : await parsed(text);
  const document = before.contents === null ? new Document({}) : before;
  if (!isMap(document.contents)) throw new NoteFault('it is no mapping');
  const { services, friendlyName, isExportable, renews, asked, removed } = change;
  const written = {
    services: services && [...services],
    friendlyName,
    exportable: isExportable,
    renews,
    asked: asked && writtenAsked(asked),
    removed: removed && writtenAsked(removed),
  };
  for (const [key, value] of Object.entries(written))
    if (value !== undefined) document.set(key, document.createNode(value));
  if (asked !== undefined) for (const outdated of ['requestedBy', 'removed']) document.delete(outdated);
  return document.toString({ lineWidth: 0 });
}

function writtenAsked({ by, command, at }: RequestedBy): object {
  return { by, command, at: new Date(at).toISOString() };
}

/** Loads the library that reads and changes notes. */
export async function loadNotes(): Promise<void> {
  await import('yaml');
}

async function parsed(text: string): Promise<import('yaml').Document> {
  if (text.length > MAX_NOTE_BYTES) throw new NoteFault(`it is longer than ${MAX_NOTE_BYTES} characters`);
  const { Lexer, parseDocument } = await import('yaml');
  const tooDeep = findTooDeep(fewTokens(new Lexer().lex(text)));
  if (tooDeep !== undefined) throw new NoteFault(tooDeep.message);
  try {
    const document = parseDocument(text, { prettyErrors: false, resolveKnownTags: false });
    const [error] = document.errors;
    if (error !== undefined) throw error;
    // Of what refers to other places in it, nobody has need; and it can be made to grow without end.
    document.toJS({ maxAliasCount: 0 });
    return document;
  } catch (error) {
    throw new NoteFault(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

/** Passes the tokens of a text on. @throws {NoteFault} for more than a note has: parsing them would take a second. */
function* fewTokens(tokens: Iterable<string>): Generator<string, undefined> {
  let count = 0;
  for (const token of tokens) {
    if (++count > MAX_TOKENS) throw new NoteFault(`it has more than ${MAX_TOKENS} keys, values and line ends`);
    yield token;
  }
  return undefined;
}

function servicesIn(value: unknown): readonly Service[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw new NoteFault('services is not a list');
  const list: readonly unknown[] = value;
  return list.map((service) => {
    if (!isService(service)) throw new NoteFault(`services: ${String(service)} is none of ${[...SERVICES].join(', ')}`);
    return service;
  });
}

function isService(value: unknown): value is Service {
  return typeof value === 'string' && SERVICES.has(value);
}

function textIn(keys: ReadonlyMap<unknown, unknown>, key: string): string | undefined {
  const value = keys.get(key);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new NoteFault(`${key} is no text`);
  if (value.length > MAX_TEXT_LENGTH) throw new NoteFault(`${key} is longer than ${MAX_TEXT_LENGTH} characters`);
  return value;
}

function askedIn(keys: ReadonlyMap<unknown, unknown>, key: string): RequestedBy | undefined {
  const value = keys.get(key);
  if (value === undefined) return undefined;
  if (!(value instanceof Map)) throw new NoteFault(`${key} is no mapping`);
  const [by, command, at] = ['by', 'command', 'at'].map((each) => textIn(value, each));
  if (by === undefined || command === undefined) throw new NoteFault(`${key} lacks by or command`);
  const instant = Date.parse(at ?? '');
  if (Number.isNaN(instant)) throw new NoteFault(`${key}.at is no time such as 2026-11-25T12:00:00.000Z`);
  return { by, command, at: instant };
}
