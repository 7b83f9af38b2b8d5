import { dirname } from 'node:path';
import type { Service, StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import { confirmKey } from './confirm-key.ts';
import type { Source } from './content-cache.ts';
import type { JudgedFile } from './count-once.ts';
import type { FileContent } from './file-content.ts';
import { judgeKey, type KeyJudgement, type KeySource } from './judge-key.ts';
import { keyPaths } from './key-paths.ts';
import type { Neighbours } from './neighbours.ts';
import type { Pace } from './pace.ts';
import type { PasswordFiles } from './password-files.ts';
import type { ProblemList } from './problem-list.ts';
import type { FileReader } from './read-file.ts';
import { ServicesBeside } from './services-beside.ts';
import type { FoundFile } from './tree.ts';

/** A file that holds at least one certificate. */
export interface CertificateFile {
  readonly file: FoundFile;
  readonly content: FileContent;
}

/** What judging needs of the look it belongs to. */
export interface JudgingLook {
  readonly neighbours: Neighbours;
  readonly problems: ProblemList;
  readonly pace: Pace;
}

/** Says of each certificate whether its private key is there, and what it is enabled for. */
export class FileJudge {
  readonly #store: string;
  readonly #services: readonly Service[];
  readonly #reader: FileReader;
  readonly #passwords: PasswordFiles;
  readonly #servicesBeside: ServicesBeside;
  /** Of pairs whose octets differ: whether the key fits all the same. By certificate's file, key's file, block. */
  readonly #confirmed: WeakMap<FileContent, WeakMap<FileContent, Map<number, boolean>>> = new WeakMap();

  constructor({ name, services }: StoreDefinition, reader: FileReader, passwords: PasswordFiles) {
    this.#store = name;
    this.#services = services;
    this.#reader = reader;
    this.#passwords = passwords;
    this.#servicesBeside = new ServicesBeside(reader);
  }

  async judge(files: readonly CertificateFile[], look: JudgingLook): Promise<readonly JudgedFile[]> {
    const inFolder = publicKeysByFolder(files);
    const judged: JudgedFile[] = [];
    for (const one of files) {
      if (look.pace.due()) await look.pace.rest();
      const { file, content } = one;
      const sources = await this.#sources(one, inFolder.get(dirname(file.path)) ?? new Set(), look);
      const written = await this.#servicesBeside.of(file.path, look.neighbours, look.pace);
      if (written.problem !== undefined) look.problems.add(written.problem);
      const certificates: StoredCertificate[] = [];
      for (const { block, alias, certificate } of content.certificates) {
        let judgement = judgeKey(certificate, sources);
        if (judgement.key.kind === 'differs') judgement = await this.#confirm(one, block, judgement, look);
        if (judgement.problem !== undefined) look.problems.add(judgement.problem);
        certificates.push({
          certificate,
          store: this.#store,
          location: { path: file.path, block, alias },
          services: written.services ?? this.#services,
          key: judgement.key,
        });
      }
      judged.push({ path: file.path, identity: file.identity, mayRepeat: file.mayRepeat, certificates });
    }
    return judged;
  }

  async #sources(
    { file, content }: CertificateFile,
    inFolder: ReadonlySet<string>,
    { neighbours }: JudgingLook,
  ): Promise<readonly KeySource[]> {
    const inFile = new Set(content.certificates.map(({ certificate }) => certificate.publicKeySha256));
    const own: Source = { kind: 'content', content };
    const sources: KeySource[] = [{ path: file.path, source: own, claimants: inFile }];
    for (const { path, isOfFolder } of keyPaths(file.path)) {
      // A promise for each of a hundred thousand would cost more than the answer.
      const { source } = neighbours.known(path) ?? (await neighbours.at(path));
      if (source.kind !== 'absent') sources.push({ path, source, claimants: isOfFolder ? inFolder : inFile });
    }
    return sources;
  }

  async #confirm(
    { file, content }: CertificateFile,
    block: number,
    judgement: KeyJudgement,
    { neighbours, pace }: JudgingLook,
  ): Promise<KeyJudgement> {
    const path = judgement.key.path ?? file.path;
    const beside = path === file.path ? undefined : await neighbours.at(path);
    const identity = beside === undefined ? file.identity : beside.identity;
    const keyContent = beside?.source.kind === 'content' ? beside.source.content : content;
    if (identity === undefined) return judgement;

    const byKey = this.#confirmed.get(content) ?? new WeakMap<FileContent, Map<number, boolean>>();
    this.#confirmed.set(content, byKey);
    const byBlock = byKey.get(keyContent) ?? new Map<number, boolean>();
    byKey.set(keyContent, byBlock);
    let fits = byBlock.get(block);
    if (fits === undefined) {
      const certificate = { path: file.path, block, identity: file.identity };
      fits = await confirmKey(this.#reader, this.#passwords, certificate, { path, identity }, pace);
      byBlock.set(block, fits);
    }
    return fits ? { key: { kind: 'matches', path, access: judgement.key.access }, problem: undefined } : judgement;
  }
}

function publicKeysByFolder(files: readonly CertificateFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byFolder = new Map<string, Set<string>>();
  for (const { file, content } of files) {
    const folder = dirname(file.path);
    const keys = byFolder.get(folder) ?? new Set();
    byFolder.set(folder, keys);
    for (const { certificate } of content.certificates) keys.add(certificate.publicKeySha256);
  }
  return byFolder;
}
