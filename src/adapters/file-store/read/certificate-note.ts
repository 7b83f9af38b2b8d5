import type { RequestedBy, Service, StoreNote, Thumbprint } from '../../../domain/certificate/certificate.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { messageOf } from '../../../domain/failure/message-of.ts';
import { NOTE_FAILURES } from '../../../domain/failure/note-failures.ts';
import { invalidYaml, yamlFailure } from '../../../domain/failure/yaml-failure.ts';
import { findTooDeep } from '../../../formats/text/find-too-deep.ts';
import { sourcePosition } from '../../../formats/text/source-position.ts';

/** The note: the file next to a certificate or CSR with its services and who requested it. */
export const CERTIFICATE_FILE = 'certificate.yaml';

/** The maximum size of a note, in bytes when it is read, and in characters when it is parsed. */
export const MAX_NOTE_BYTES: number = 16 * 1024;
/** The maximum number of YAML tokens of a note. Commands write fewer than 100. */
const MAX_TOKENS = 1000;
/** The maximum length of a text in a note, characters. */
const MAX_TEXT_LENGTH = 4096;

const SERVICES: ReadonlySet<string> = new Set(['IMAP', 'POP', 'UM', 'IIS', 'SMTP', 'Federation'] satisfies Service[]);

/**
 * The content of a note. Missing keys are undefined. In the file, `isExportable` is named
 * `exportable`, `renews` is `renewalOf`, `note.requestedBy` is `lastChange`, and `removed` is
 * `removedBy`.
 */
export interface CertificateNote {
  readonly services: readonly Service[] | undefined;
  /** The other details; undefined if no command wrote the note (it has no `lastChange`). */
  readonly note: StoreNote | undefined;
  /** The user who removed the certificate or CSR, with the command and the time. */
  readonly removed: RequestedBy | undefined;
}

/** A change of a note. Keys that are left out or undefined are not changed. */
export interface NoteChange {
  readonly services?: readonly Service[];
  readonly friendlyName?: string | undefined;
  readonly isExportable?: boolean;
  /** The thumbprint of the certificate that this certificate renews. */
  readonly renews?: Thumbprint | undefined;
  /** The user who changed the certificate or CSR. Writing it deletes the user who removed it. */
  readonly requestedBy?: RequestedBy;
  /** The user who removed the certificate or CSR. */
  readonly removed?: RequestedBy;
}

/** Thrown with the failure of an error in a note. */
export class NoteError extends FailureError {}

/** Parses a note. @throws {NoteError} */
export async function parseNote(text: string): Promise<CertificateNote> {
  const document = await parseYaml(text);
  const value: unknown = document.toJS({ mapAsMap: true, maxAliasCount: 0 });
  if (!(value instanceof Map)) return { services: undefined, note: undefined, removed: undefined };
  const keys: ReadonlyMap<unknown, unknown> = value;
  const services = readServices(keys.get('services'));
  const friendlyName = readText(keys, 'friendlyName');
  const isExportable = keys.get('exportable');
  if (isExportable !== undefined && typeof isExportable !== 'boolean') {
    throw new NoteError(NOTE_FAILURES.key_not_true_or_false({ key: 'exportable' }));
  }
  const renews = readText(keys, 'renewalOf');
  if (renews !== undefined && !/^[0-9A-F]{40}$/.test(renews))
    throw new NoteError(NOTE_FAILURES.key_not_a_thumbprint({ key: 'renewalOf' }));
  const requestedBy = readRequestedBy(keys, 'lastChange');
  const details = { friendlyName, isExportable: isExportable ?? true, ...(renews === undefined ? {} : { renews }) };
  const note = requestedBy && { ...details, requestedBy };
  return { services, note, removed: readRequestedBy(keys, 'removedBy') };
}

/**
 * Returns the text of a note with a change applied. Comments and unknown keys are preserved.
 * @param text undefined if there is no note yet
 * @throws {NoteError} if the note cannot be parsed
 */
export async function changeNote(text: string | undefined, change: NoteChange): Promise<string> {
  const { Document, isMap } = await import('yaml');
  const previousDocument = text === undefined ? new Document({}) : await parseYaml(text);
  const document = previousDocument.contents === null ? new Document({}) : previousDocument;
  if (!isMap(document.contents)) throw new NoteError(NOTE_FAILURES.note_not_a_mapping);
  const { services, friendlyName, isExportable, renews, requestedBy, removed } = change;
  const values = {
    services: services && [...services],
    friendlyName,
    exportable: isExportable,
    renewalOf: renews,
    lastChange: requestedBy && requestedByValue(requestedBy),
    removedBy: removed && requestedByValue(removed),
  };
  for (const [key, value] of Object.entries(values))
    if (value !== undefined) document.set(key, document.createNode(value));
  if (requestedBy !== undefined) document.delete('removedBy');
  return document.toString({ lineWidth: 0 });
}

function requestedByValue({ by, command, at }: RequestedBy): object {
  return { by, command, at: new Date(at).toISOString() };
}

/** Loads the YAML library in advance. By default, the first use loads it. */
export async function loadNoteParser(): Promise<void> {
  await import('yaml');
}

async function parseYaml(text: string): Promise<import('yaml').Document> {
  if (text.length > MAX_NOTE_BYTES) throw new NoteError(NOTE_FAILURES.note_too_long({ limit: MAX_NOTE_BYTES }));
  const { Lexer, parseDocument, visit } = await import('yaml');
  const errorAt = (offset: number, error: Failure, cause?: unknown): NoteError =>
    new NoteError(NOTE_FAILURES.note_error_at({ ...sourcePosition(text, offset), error }), cause);
  const tooDeep = findTooDeep(limitTokens(new Lexer().lex(text)));
  if (tooDeep !== undefined) throw errorAt(tooDeep.offset, tooDeep.failure);
  const document = parseDocument(text, { prettyErrors: false, resolveKnownTags: false });
  const [error] = document.errors;
  if (error !== undefined) throw errorAt(error.pos[0], yamlFailure(error.code, error.message), error);
  try {
    // Aliases are not needed, and could expand without limit.
    document.toJS({ maxAliasCount: 0 });
    return document;
  } catch (cause) {
    visit(document, {
      Alias: (_, { range }) => {
        throw errorAt(range?.[0] ?? 0, NOTE_FAILURES.note_with_alias, cause);
      },
    });
    throw new NoteError(invalidYaml(messageOf(cause)), cause);
  }
}

/**
 * Yields the same tokens.
 * @throws {NoteError} at token `MAX_TOKENS` + 1, because parsing more could take a second
 */
function* limitTokens(tokens: Iterable<string>): Generator<string, undefined> {
  let count = 0;
  for (const token of tokens) {
    if (++count > MAX_TOKENS) throw new NoteError(NOTE_FAILURES.note_too_many_tokens({ limit: MAX_TOKENS }));
    yield token;
  }
  return undefined;
}

function readServices(value: unknown): readonly Service[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw new NoteError(NOTE_FAILURES.key_not_a_list({ key: 'services' }));
  const list: readonly unknown[] = value;
  return list.map((service) => {
    if (!isService(service))
      throw new NoteError(NOTE_FAILURES.service_unknown({ service: String(service), services: [...SERVICES] }));
    return service;
  });
}

function isService(value: unknown): value is Service {
  return typeof value === 'string' && SERVICES.has(value);
}

function readText(keys: ReadonlyMap<unknown, unknown>, key: string): string | undefined {
  const value = keys.get(key);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new NoteError(NOTE_FAILURES.key_not_text({ key }));
  if (value.length > MAX_TEXT_LENGTH) throw new NoteError(NOTE_FAILURES.key_too_long({ key, limit: MAX_TEXT_LENGTH }));
  return value;
}

function readRequestedBy(keys: ReadonlyMap<unknown, unknown>, key: string): RequestedBy | undefined {
  const value = keys.get(key);
  if (value === undefined) return undefined;
  if (!(value instanceof Map)) throw new NoteError(NOTE_FAILURES.key_not_a_mapping({ key }));
  const [by, command, at] = ['by', 'command', 'at'].map((field) => readText(value, field));
  if (by === undefined || command === undefined) throw new NoteError(NOTE_FAILURES.requester_missing({ key }));
  const instant = Date.parse(at ?? '');
  if (Number.isNaN(instant)) throw new NoteError(NOTE_FAILURES.key_not_a_timestamp({ key: `${key}.at` }));
  return { by, command, at: instant };
}
