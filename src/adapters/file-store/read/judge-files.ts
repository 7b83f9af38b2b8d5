import type { Certificate } from '../../../domain/certificate/certificate.ts';
import { CLOSED_TO_STRANGERS, type StoredKey } from '../../../domain/certificate/certificate.ts';
import type { StoreDefinition } from '../../../domain/connector/connector.ts';
import { confirmKey } from '../keys/confirm-key.ts';
import { judgeKey, type KeyJudgement, type KeySource } from '../keys/judge-key.ts';
import type { KeyAccessJudge, KeyFile } from '../keys/key-access.ts';
import { type KeyPath, keyPaths } from '../keys/key-paths.ts';
import type { NamedKey } from '../keys/named-keys.ts';
import type { DirectoryNote } from '../open/directory-note.ts';
import type { FileContent } from '../open/file-content.ts';
import { type JudgedFile, type KnownFile, LoneRow } from '../open/known-file.ts';
import type { PasswordFiles } from '../open/password-files.ts';
import type { FileReader } from '../open/read-file.ts';
import type { FileSource } from '../open/source.ts';
import { StoredRow } from '../open/stored-row.ts';
import type { ProblemList } from '../walk/problem-list.ts';
import type { TimeSlice } from '../walk/time-slice.ts';
import { KeyDirectories, type KeyDirectory } from './key-directories.ts';
import type { SiblingFiles } from './sibling-files.ts';
import { SiblingNote } from './sibling-note.ts';

/** The private keys of a whole store, and those that connectors name, by their public keys. */
class StoreKeys {
  readonly #byPublicKey: Map<string, KeyFile> = new Map();

  /** If several files have the same key, the first counts. Keys of the store precede named keys. */
  constructor(files: readonly KnownFile[], named: readonly NamedKey[]) {
    for (const { path, identity, source, mayHoldKey } of files) {
      if (!mayHoldKey || source.kind !== 'content') continue;
      for (const key of source.content.keys) {
        if (key.kind === 'read') this.#add(key.publicKeySha256, { path, identity, isProtected: key.isProtected });
      }
    }
    for (const { publicKeySha256, file } of named) this.#add(publicKeySha256, file);
  }

  /** Returns the verdict that a certificate has its key here; undefined if it has not. */
  judge({ publicKeySha256 }: Pick<Certificate, 'publicKeySha256'>): KeyJudgement | undefined {
    const file = this.#byPublicKey.get(publicKeySha256);
    return file && { kind: 'matches', file, path: file.path, problem: undefined };
  }

  /** Returns whether a certificate of the file has its key here. */
  hasKeyFor({ certificates }: FileContent): boolean {
    if (this.#byPublicKey.size === 0) return false;
    return certificates.some(({ certificate }) => this.#byPublicKey.has(certificate.publicKeySha256));
  }

  #add(publicKeySha256: string, file: KeyFile): void {
    if (!this.#byPublicKey.has(publicKeySha256)) this.#byPublicKey.set(publicKeySha256, file);
  }
}

/** The parts of a scan that determine keys. */
export interface KeyScan {
  readonly neighbours: SiblingFiles;
  readonly problems: ProblemList;
  readonly slice: TimeSlice;
  /** The keys that connectors name. */
  readonly namedKeys: readonly NamedKey[];
}

/** A key whose access must be determined, and the position of the result. */
interface Question {
  readonly certificates: StoredRow[];
  readonly at: number;
  readonly file: KeyFile;
}

/** The number of files per call. A loop without calls is compiled late. */
const JUDGED_AT_ONCE = 256;
const NO_KEYS = new StoreKeys([], []);
const MISSING: StoredKey = { kind: 'missing', path: undefined, access: CLOSED_TO_STRANGERS };

/** Determines the private key and the services of each certificate. */
export class FileJudge {
  readonly #store: string;
  /** The configured key files, or undefined if keys are searched next to the certificates. */
  readonly #keyFiles: readonly KeyPath[] | undefined;
  readonly #passwords: PasswordFiles;
  readonly #notes: SiblingNote;
  readonly #access: KeyAccessJudge;
  /**
   * The results of comparing keys with other encodings, by certificate file, key file and block.
   */
  readonly #confirmed: WeakMap<FileContent, WeakMap<FileContent, Map<number, boolean>>> = new WeakMap();

  constructor(
    { name, services, keyFiles }: StoreDefinition,
    reader: FileReader,
    passwords: PasswordFiles,
    access: KeyAccessJudge,
  ) {
    this.#access = access;
    this.#store = name;
    this.#keyFiles = keyFiles?.map((path) => ({ path, isOfDirectory: false }));
    this.#passwords = passwords;
    this.#notes = new SiblingNote(services, reader);
  }

  /** Returns the note for the directory of a file. */
  directoryNoteOf(path: string, neighbours: SiblingFiles): Promise<DirectoryNote> {
    return this.#notes.of(path, neighbours);
  }

  /** Returns the files with certificates, in the same order. */
  async judge(files: readonly KnownFile[], keyScan: KeyScan): Promise<readonly JudgedFile[]> {
    const directories = new KeyDirectories(files, keyScan.neighbours);
    // With configured key files, other keys are ignored.
    const keys = this.#keyFiles === undefined ? new StoreKeys(files, keyScan.namedKeys) : NO_KEYS;
    const judged: JudgedFile[] = [];
    const questions: Question[] = [];
    for (let next = 0; next < files.length; ) {
      const to = Math.min(next + JUDGED_AT_ONCE, files.length);
      next = this.#judgeSome(files, { next, to }, { directories, keys }, judged);
      if (keyScan.slice.due()) await keyScan.slice.rest();
      const file = files[next];
      if (next === to || file?.source.kind !== 'content') continue;
      const { content } = file.source;
      const directory = directories.of(file);
      if (directory.directoryNote === undefined) {
        directory.directoryNote = await this.#notes.of(file.path, keyScan.neighbours);
        if (directory.directoryNote.problem !== undefined) keyScan.problems.add(directory.directoryNote.problem);
      }
      const { directoryNote } = directory;
      if (this.#isWithoutKeys(directory, content) && !keys.hasKeyFor(content)) continue;
      next += 1;
      const sources = await this.#sources(file, content, directory, keyScan);
      file.judged = undefined;
      const certificates: StoredRow[] = [];
      for (const placed of content.certificates) {
        const { block, certificate } = placed;
        let judgement = judgeKey(certificate, sources);
        if (judgement.kind === 'differs') judgement = await this.#confirm(file, content, block, judgement, keyScan);
        if (judgement.kind === 'missing') judgement = keys.judge(certificate) ?? judgement;
        if (judgement.problem !== undefined) keyScan.problems.add(judgement.problem);
        const key = { kind: judgement.kind, path: judgement.path, access: CLOSED_TO_STRANGERS };
        certificates.push(new StoredRow(this.#store, directoryNote, file, placed, key));
        if (judgement.file !== undefined && this.#access.isQuestion(judgement.file)) {
          questions.push({ certificates, at: certificates.length - 1, file: judgement.file });
        }
      }
      judged.push({ file, certificates });
    }
    await this.#answer(questions, keyScan.slice);
    return judged;
  }

  /**
   * Processes files without a possible key, from `next` up to `to`. Returns the index of the first
   * file that may have a key, or whose directory is not known yet.
   */
  #judgeSome(
    files: readonly KnownFile[],
    { next, to }: { readonly next: number; readonly to: number },
    { directories, keys }: { readonly directories: KeyDirectories; readonly keys: StoreKeys },
    judged: JudgedFile[],
  ): number {
    for (let at = next; at < to; at++) {
      const file = files[at];
      if (file?.source.kind !== 'content') continue;
      const { content } = file.source;
      if (content.certificates.length === 0) continue;
      const directory = directories.of(file);
      if (directory.directoryNote === undefined || !this.#isWithoutKeys(directory, content) || keys.hasKeyFor(content))
        return at;
      const before = file.judged;
      const isSame = before !== undefined && before.certificates[0]?.directoryNote === directory.directoryNote;
      const one = isSame ? before : this.#withoutKey(file, content, directory.directoryNote);
      file.judged = one;
      judged.push(one);
    }
    return to;
  }

  #isWithoutKeys(directory: KeyDirectory, content: FileContent): boolean {
    return this.#keyFiles === undefined && directory.hasNoKeys && content.keys.length === 0;
  }

  /** Returns the certificates of a file without a possible key. */
  #withoutKey(file: KnownFile, { certificates }: FileContent, directoryNote: DirectoryNote): JudgedFile {
    const [first, second] = certificates;
    if (first !== undefined && second === undefined)
      return new LoneRow(this.#store, directoryNote, file, first, MISSING);
    return {
      file,
      certificates: certificates.map((placed) => new StoredRow(this.#store, directoryNote, file, placed, MISSING)),
    };
  }

  /** Determines the access to keys that accounts other than root and the owner may read. */
  async #answer(questions: readonly Question[], slice: TimeSlice): Promise<void> {
    if (questions.length === 0) return;
    const files = questions.map(({ file }) => file);
    const answers = await this.#access.judge(files, slice);
    for (const [index, { certificates, at }] of questions.entries()) {
      const [stored, access] = [certificates[at], answers[index]];
      if (stored === undefined || access === undefined) continue;
      const { store, directoryNote, file, placed, key } = stored;
      certificates[at] = new StoredRow(store, directoryNote, file, placed, { kind: key.kind, path: key.path, access });
    }
  }

  async #sources(
    file: KnownFile,
    content: FileContent,
    directory: KeyDirectory,
    { neighbours }: KeyScan,
  ): Promise<readonly KeySource[]> {
    const inFile = new Set(content.certificates.map(({ certificate }) => certificate.publicKeySha256));
    const own: FileSource = { kind: 'content', content };
    const sources: KeySource[] = [{ path: file.path, source: own, identity: file.identity, claimants: inFile }];
    for (const { path, isOfDirectory } of this.#keyFiles ?? keyPaths(file.path)) {
      // Awaiting only if necessary, because 100,000 promises would take longer than the work.
      const { source, identity } = neighbours.known(path) ?? (await neighbours.at(path));
      if (source.kind !== 'absent')
        sources.push({ path, source, identity, claimants: isOfDirectory ? directory.publicKeys : inFile });
    }
    return sources;
  }

  async #confirm(
    file: KnownFile,
    content: FileContent,
    block: number,
    judgement: KeyJudgement,
    { neighbours, slice }: KeyScan,
  ): Promise<KeyJudgement> {
    const path = judgement.path ?? file.path;
    const sibling = path === file.path ? undefined : await neighbours.at(path);
    if (sibling !== undefined && sibling.source.kind !== 'content') return judgement;
    const keyContent = sibling?.source.kind === 'content' ? sibling.source.content : content;

    const byKey = this.#confirmed.get(content) ?? new WeakMap<FileContent, Map<number, boolean>>();
    this.#confirmed.set(content, byKey);
    const byBlock = byKey.get(keyContent) ?? new Map<number, boolean>();
    byKey.set(keyContent, byBlock);
    let fits = byBlock.get(block);
    if (fits === undefined) {
      fits = await confirmKey(this.#passwords, { path: file.path, block }, path, slice);
      byBlock.set(block, fits);
    }
    return fits ? { ...judgement, kind: 'matches' } : judgement;
  }
}
