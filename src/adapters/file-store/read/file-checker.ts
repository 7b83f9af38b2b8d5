import { CORRECT_KEY_ACCESS, type StoredKey } from '../../../domain/certificate/certificate.ts';
import type { StoreDefinition } from '../../../domain/connector/connector.ts';
import { checkKey, type KeySource, type KeyVerdict } from '../keys/check-key.ts';
import { hasKeyInOtherEncoding } from '../keys/has-key-in-other-encoding.ts';
import type { KeyAccessChecker, KeyFile } from '../keys/key-access-checker.ts';
import { type KeyPath, keyPaths } from '../keys/key-paths.ts';
import type { NamedKey } from '../keys/named-keys.ts';
import type { DirectoryNote } from '../open/directory-note.ts';
import type { FileContent } from '../open/file-content.ts';
import type { FileSource } from '../open/file-source.ts';
import type { PasswordFiles } from '../open/password-files.ts';
import type { FileReader } from '../open/read-file.ts';
import { type FileCertificates, LoneRow, type ScannedFile } from '../open/scanned-file.ts';
import { StoredRow } from '../open/stored-row.ts';
import type { ProblemList } from '../walk/problem-list.ts';
import type { TimeSlice } from '../walk/time-slice.ts';
import type { FileVersion } from './file-version.ts';
import { KeyDirectories, type KeyDirectory } from './key-directories.ts';
import { NoteReader } from './note-reader.ts';
import type { SiblingFiles } from './sibling-files.ts';
import { StoreKeys } from './store-keys.ts';

/** The parts of a scan that are needed to determine keys. */
export interface KeyScan {
  readonly siblings: SiblingFiles;
  /** Receives the problems of keys and notes (output). */
  readonly problems: ProblemList;
  /** Receives the certificate file and the key file of each key that differs (output). */
  readonly mismatches: FileVersion[];
  readonly slice: TimeSlice;
  /** The keys that connectors name. */
  readonly namedKeys: readonly NamedKey[];
}

/** A key whose access must be determined, and the certificate that receives the result. */
interface AccessCheck {
  /** The certificates of the file; the one at `index` is replaced. */
  readonly certificates: StoredRow[];
  readonly index: number;
  readonly file: KeyFile;
}

/**
 * The number of files per call of a loop. V8 compiles a function that is called often sooner than
 * one long loop, so files are processed in parts.
 */
const MAX_FILES_PER_CALL = 256;
const NO_KEYS = new StoreKeys([], []);
const MISSING_KEY: StoredKey = { kind: 'missing', path: undefined, access: CORRECT_KEY_ACCESS };

/**
 * Determines the private key and the services of each certificate of a store. Most files have no
 * key in them or next to them; these are processed synchronously, and their results are reused.
 */
export class FileChecker {
  readonly #store: string;
  /** The configured key files, or undefined if keys are searched next to the certificates. */
  readonly #keyFiles: readonly KeyPath[] | undefined;
  readonly #passwords: PasswordFiles;
  readonly #notes: NoteReader;
  readonly #keyAccess: KeyAccessChecker;
  /**
   * The results of `hasKeyInOtherEncoding`, by the content of the certificate file, the content of
   * the key file, and the block of the certificate.
   */
  readonly #otherEncodingResults: WeakMap<FileContent, WeakMap<FileContent, Map<number, boolean>>> = new WeakMap();

  constructor(
    { name, services, keyFiles }: StoreDefinition,
    reader: FileReader,
    passwords: PasswordFiles,
    keyAccess: KeyAccessChecker,
  ) {
    this.#keyAccess = keyAccess;
    this.#store = name;
    this.#keyFiles = keyFiles?.map((path) => ({ path, isSharedByDirectory: false }));
    this.#passwords = passwords;
    this.#notes = new NoteReader(services, reader);
  }

  /** Returns the note (`certificate.yaml`) for the directory of a file. */
  directoryNoteOf(path: string, siblings: SiblingFiles): Promise<DirectoryNote> {
    return this.#notes.read(path, siblings);
  }

  /** Returns the certificates of all files that have any, in the order of the files. */
  async check(files: readonly ScannedFile[], keyScan: KeyScan): Promise<readonly FileCertificates[]> {
    const directories = new KeyDirectories(files, keyScan.siblings);
    // With configured key files, other keys are ignored.
    const keys = this.#keyFiles === undefined ? new StoreKeys(files, keyScan.namedKeys) : NO_KEYS;
    const results: FileCertificates[] = [];
    const accessChecks: AccessCheck[] = [];
    for (let next = 0; next < files.length; ) {
      const to = Math.min(next + MAX_FILES_PER_CALL, files.length);
      next = this.#addWithoutKeys(files, { next, to }, { directories, keys }, results);
      if (keyScan.slice.hasElapsed()) await keyScan.slice.pause();
      // The file at `next`, if any is left, may have a key, or is the first of its directory.
      const file = files[next];
      if (next === to || file?.source.kind !== 'content') continue;
      const { content } = file.source;
      const directory = directories.directoryOf(file);
      if (directory.directoryNote === undefined) {
        directory.directoryNote = await this.#notes.read(file.path, keyScan.siblings);
        if (directory.directoryNote.problem !== undefined) keyScan.problems.add(directory.directoryNote.problem);
      }
      const { directoryNote } = directory;
      // Now that the note is known, `#addWithoutKeys` can process the file.
      if (this.#haveNoKeys(directory, content) && !keys.hasKeyFor(content)) continue;
      next += 1;
      const sources = await this.#keySourcesOf(file, content, directory, keyScan);
      // Not cached, because a change of another file may change the keys.
      file.cachedCertificates = undefined;
      const certificates: StoredRow[] = [];
      for (const placed of content.certificates) {
        const { block, certificate } = placed;
        let verdict = checkKey(certificate, sources);
        if (verdict.kind === 'differs') verdict = await this.#confirmMismatch(file, content, block, verdict, keyScan);
        if (verdict.kind === 'differs')
          keyScan.mismatches.push(file, ...(verdict.file === undefined ? [] : [verdict.file]));
        if (verdict.kind === 'missing') verdict = keys.verdictOf(certificate) ?? verdict;
        if (verdict.problem !== undefined) keyScan.problems.add(verdict.problem);
        const key = { kind: verdict.kind, path: verdict.path, access: CORRECT_KEY_ACCESS };
        certificates.push(new StoredRow(this.#store, directoryNote, file, placed, key));
        if (verdict.file !== undefined && this.#keyAccess.mustBeChecked(verdict.file)) {
          accessChecks.push({ certificates, index: certificates.length - 1, file: verdict.file });
        }
      }
      results.push({ file, certificates });
    }
    await this.#determineAccess(accessChecks, keyScan.slice);
    return results;
  }

  /**
   * Adds files without a possible key to `results`, from `next` up to `to`. Returns the index of
   * the first file that may have a key, or for whose directory no note was read yet; otherwise
   * `to`.
   */
  #addWithoutKeys(
    files: readonly ScannedFile[],
    { next, to }: { readonly next: number; readonly to: number },
    { directories, keys }: { readonly directories: KeyDirectories; readonly keys: StoreKeys },
    results: FileCertificates[],
  ): number {
    for (let index = next; index < to; index++) {
      const file = files[index];
      if (file?.source.kind !== 'content') continue;
      const { content } = file.source;
      if (content.certificates.length === 0) continue;
      const directory = directories.directoryOf(file);
      if (directory.directoryNote === undefined || !this.#haveNoKeys(directory, content) || keys.hasKeyFor(content))
        return index;
      const cached = file.cachedCertificates;
      const isCurrent = cached !== undefined && cached.certificates[0]?.directoryNote === directory.directoryNote;
      const result = isCurrent ? cached : this.#certificatesWithoutKey(file, content, directory.directoryNote);
      file.cachedCertificates = result;
      results.push(result);
    }
    return to;
  }

  /** Returns whether neither the file nor its directory can have a private key. */
  #haveNoKeys(directory: KeyDirectory, content: FileContent): boolean {
    return this.#keyFiles === undefined && directory.hasNoKeys && content.keys.length === 0;
  }

  /** Returns the certificates of a file, all without a key. */
  #certificatesWithoutKey(
    file: ScannedFile,
    { certificates }: FileContent,
    directoryNote: DirectoryNote,
  ): FileCertificates {
    const [first, second] = certificates;
    if (first !== undefined && second === undefined)
      return new LoneRow(this.#store, directoryNote, file, first, MISSING_KEY);
    return {
      file,
      certificates: certificates.map((placed) => new StoredRow(this.#store, directoryNote, file, placed, MISSING_KEY)),
    };
  }

  /** Determines the access to keys, and replaces their certificates by those with the result. */
  async #determineAccess(accessChecks: readonly AccessCheck[], slice: TimeSlice): Promise<void> {
    if (accessChecks.length === 0) return;
    const files = accessChecks.map(({ file }) => file);
    const accesses = await this.#keyAccess.check(files, slice);
    for (const [position, { certificates, index }] of accessChecks.entries()) {
      const [stored, access] = [certificates[index], accesses[position]];
      if (stored === undefined || access === undefined) continue;
      const { store, directoryNote, file, placed, key } = stored;
      certificates[index] = new StoredRow(store, directoryNote, file, placed, {
        kind: key.kind,
        path: key.path,
        access,
      });
    }
  }

  /**
   * Returns the files that may have keys of a file's certificates; the first is the file itself.
   */
  async #keySourcesOf(
    file: ScannedFile,
    content: FileContent,
    directory: KeyDirectory,
    { siblings }: KeyScan,
  ): Promise<readonly KeySource[]> {
    const publicKeysInFile = new Set(content.certificates.map(({ certificate }) => certificate.publicKeySha256));
    const ownSource: FileSource = { kind: 'content', content };
    const sources: KeySource[] = [
      { path: file.path, source: ownSource, state: file.state, possibleOwners: publicKeysInFile },
    ];
    for (const { path, isSharedByDirectory } of this.#keyFiles ?? keyPaths(file.path)) {
      // Awaiting only if necessary, because 100,000 promises would take longer than the work.
      const { source, state } = siblings.findScanned(path) ?? (await siblings.find(path));
      if (source.kind !== 'absent')
        sources.push({
          path,
          source,
          state,
          possibleOwners: isSharedByDirectory ? directory.certificatePublicKeys : publicKeysInFile,
        });
    }
    return sources;
  }

  /** Returns `verdict`, or that the key matches if only the encoding of its public key differs. */
  async #confirmMismatch(
    file: ScannedFile,
    content: FileContent,
    block: number,
    verdict: KeyVerdict,
    { siblings, slice }: KeyScan,
  ): Promise<KeyVerdict> {
    const path = verdict.path ?? file.path;
    const keySource = path === file.path ? file.source : (await siblings.find(path)).source;
    if (keySource.kind !== 'content') return verdict;
    const keyContent = keySource.content;
    const byKey = this.#otherEncodingResults.get(content) ?? new WeakMap<FileContent, Map<number, boolean>>();
    this.#otherEncodingResults.set(content, byKey);
    const byBlock = byKey.get(keyContent) ?? new Map<number, boolean>();
    byKey.set(keyContent, byBlock);
    let isSameKey = byBlock.get(block);
    if (isSameKey === undefined) {
      isSameKey = await hasKeyInOtherEncoding(this.#passwords, { path: file.path, block }, path, slice);
      byBlock.set(block, isSameKey);
    }
    return isSameKey ? { ...verdict, kind: 'matches' } : verdict;
  }
}
