import { Worker } from 'node:worker_threads';
import type { PackedReadings } from '../cache/packed-readings.ts';

/** What came of reading some files. */
export interface ReadPart {
  /** Those that were read, in order. */
  readonly packed: PackedReadings;
  /** Places of files that were not read, because they take more iterations of key derivation than was allowed; undefined: none. */
  readonly left: ReadonlySet<number> | undefined;
  /** Iterations that were done. */
  readonly spent: number;
}

/** A second thread that reads files. */
export interface ReadingThread extends Disposable {
  /** Reads files, each with at most so many iterations of key derivation. Rejects when the thread ends. */
  read(paths: readonly string[], rounds: number): Promise<ReadPart>;
}

export type StartReadingThread = () => ReadingThread;

/** What goes to the thread, and what comes back; answers come in the order of the questions. */
export interface ReadingQuestion {
  readonly paths: readonly string[];
  readonly rounds: number;
}

interface Waiting {
  readonly resolve: (part: ReadPart) => void;
  readonly reject: (error: Error) => void;
}

/** What the thread has to know from the start. */
export interface ReadingTask {
  readonly passwordFiles: readonly string[];
  /** Whether the states of files will be compared. */
  readonly willRescan: boolean;
}

/** Starts a thread on `entry`. It keeps the process alive only while it is asked for something. */
export function startReadingThread(entry: URL, task: ReadingTask): ReadingThread {
  const worker = new Worker(entry, { workerData: task });
  const waiting: Waiting[] = [];
  let ended: Error | undefined;
  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  worker.on('message', ({ packed: { rows, certificates, shared, files, particulars }, left, spent }: ReadPart) => {
    // To the compiler an object from another thread is of another kind than one of here, and so is a list.
    const packed = { rows, certificates, shared: [...shared.values()], files, particulars: [...particulars.values()] };
    waiting.shift()?.resolve({ packed, left, spent });
    if (waiting.length === 0) worker.unref();
  });
  worker.on('error', end);
  worker.on('exit', () => end(new Error('the reading thread has ended')));
  return {
    read: (paths, rounds) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        waiting.push({ resolve, reject });
        worker.ref();
        worker.postMessage({ paths, rounds } satisfies ReadingQuestion);
      }),
    [Symbol.dispose]: () => {
      void worker.terminate();
    },
  };
}
