import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { readSmallFile } from './read-small-file.ts';

/** The state of all files at one time. */
interface FilesState {
  /** A text that changes with the content of each file, and with the names in each directory. */
  readonly identity: string;
  /**
   * A short digest of the contents of the files without the directories; undefined if this account
   * may not read one of them. Equal for all accounts that may read them.
   */
  readonly digest: string | undefined;
  /** When a content or a list of names was last changed, epoch ms. */
  readonly changedAt: number;
}

/** The state of one path: a file or a directory, whose content is the list of its names. */
interface PathState {
  /** The inode, size and times of the file when its content was read. */
  readonly stats: string;
  /** The digest of the content; the stats if the content is too large or unreadable. */
  readonly content: string;
  readonly isDirectory: boolean;
  readonly isUnreadable: boolean;
  readonly changedAt: number;
}

const MISSING: PathState = { stats: '', content: '', isDirectory: false, isUnreadable: false, changedAt: 0 };

/** Returns a digest that is short, because one is stored for every connector. */
function digestOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 16);
}

async function readContent(path: string, stats: Stats): Promise<Pick<PathState, 'content' | 'isUnreadable'>> {
  const { ino, size, mtimeMs } = stats;
  const onlyStats = { content: [ino, size, mtimeMs].join(':'), isUnreadable: false };
  if (stats.isDirectory()) {
    const names = await readdir(path).catch(() => undefined);
    return names === undefined ? onlyStats : { content: digestOf(names.sort().join('/')), isUnreadable: false };
  }
  const settings = await readSmallFile(path);
  if (settings.kind === 'read') return { content: digestOf(settings.bytes), isUnreadable: false };
  return { ...onlyStats, isUnreadable: settings.problem.reason === 'permission_denied' };
}

/**
 * A reader of the state of the files of settings, to detect changes. A file that is
 * written again with the same content has the same state. A file is only read if its stats have
 * changed.
 */
export class SettingsState {
  #previous: ReadonlyMap<string, PathState> = new Map();

  /** Returns the current state of files and directories. Never rejects. */
  async read(paths: readonly string[]): Promise<FilesState> {
    const previous = this.#previous;
    const states = await Promise.all(
      paths.map(async (path) => [path, await readState(path, previous.get(path))] as const),
    );
    this.#previous = new Map(states);
    const files = states.filter(([, { isDirectory }]) => !isDirectory);
    const joinContents = (all: typeof states): string =>
      all.map(([path, { content }]) => `${path}\0${content}`).join('\0');
    const isAnyUnreadable = files.some(([, { isUnreadable }]) => isUnreadable);
    return {
      identity: joinContents(states),
      digest: isAnyUnreadable ? undefined : digestOf(joinContents(files)),
      changedAt: Math.max(0, ...states.map(([, { changedAt }]) => changedAt)),
    };
  }
}

async function readState(path: string, previous: PathState | undefined): Promise<PathState> {
  const fileStats = await stat(path).catch(() => undefined);
  if (fileStats === undefined) return MISSING;
  const stats = [fileStats.ino, fileStats.size, fileStats.mtimeMs, fileStats.ctimeMs].join(':');
  if (previous?.stats === stats) return previous;
  const { content, isUnreadable } = await readContent(path, fileStats);
  // A file that was written again with the same content has not changed, so its older time counts.
  const changedAt = previous?.content === content ? Math.min(fileStats.mtimeMs, previous.changedAt) : fileStats.mtimeMs;
  return { stats, content, isUnreadable, isDirectory: fileStats.isDirectory(), changedAt };
}
