import { Worker } from 'node:worker_threads';
import type { PackedReadings } from './packed-readings.ts';

/** The result of reading some files. */
export interface ReadPart {
  /** The files that were read, in order. */
  readonly packed: PackedReadings;
  /**
   * The indexes of files that were not read because they need more iterations of key derivation, or
   * undefined if all were read.
   */
  readonly leftOut: ReadonlySet<number> | undefined;
  /** The number of iterations used. */
  readonly spent: number;
}

/** A second thread that reads files. */
export interface ReadingThread extends Disposable {
  /**
   * Reads files, each with at most `rounds` iterations of key derivation. Rejects if the thread
   * ends.
   */
  read(paths: readonly string[], rounds: number): Promise<ReadPart>;
}

/** Starts the thread. */
export type StartReadingThread = () => ReadingThread;

/** A request to the thread. Responses are in the order of the requests. */
export interface ReadingQuestion {
  readonly paths: readonly string[];
  readonly rounds: number;
}

interface Waiting {
  readonly resolve: (part: ReadPart) => void;
  readonly reject: (error: Error) => void;
}

/** The parameters of the thread. */
export interface ReadingTask {
  readonly passwordFiles: readonly string[];
  /** True if the states of files will be compared. */
  readonly willRescan: boolean;
}

/**
 * Starts a thread. It keeps the process alive only while a request is pending.
 * @param entry the script of the thread
 */
export function startReadingThread(entry: URL, task: ReadingTask): ReadingThread {
  const worker = new Worker(entry, { workerData: task });
  const waiting: Waiting[] = [];
  let ended: Error | undefined;
  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  worker.on('message', ({ packed: { rows, certificates, shared, files, particulars }, leftOut, spent }: ReadPart) => {
    // Objects and arrays from another thread have other hidden classes, which slows compiled code
    // down.
    const packed = { rows, certificates, shared: [...shared.values()], files, particulars: [...particulars.values()] };
    waiting.shift()?.resolve({ packed, leftOut, spent });
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
