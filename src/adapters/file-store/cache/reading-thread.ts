import { Worker } from 'node:worker_threads';
import type { PackedReadings } from './packed-readings.ts';

/** The result of reading some files. */
export interface ReadingResult {
  /** The files that were read, in order. */
  readonly packed: PackedReadings;
  /**
   * The indexes of files that exceed the limits and were not read, or undefined if all were read.
   */
  readonly skippedIndexes: ReadonlySet<number> | undefined;
  /** The number of iterations of key derivation that were done. */
  readonly iterations: number;
}

/** A worker thread that reads files. */
export interface ReadingThread extends Disposable {
  /**
   * Reads files, each with at most `maxIterations` iterations of key derivation. Rejects if the
   * thread ends.
   */
  read(paths: readonly string[], maxIterations: number): Promise<ReadingResult>;
}

/** Starts the thread. */
export type StartReadingThread = () => ReadingThread;

/** A request to the thread. Responses are in the order of the requests. */
export interface ReadingRequest {
  readonly paths: readonly string[];
  readonly maxIterations: number;
}

interface PendingRead {
  readonly resolve: (part: ReadingResult) => void;
  readonly reject: (error: Error) => void;
}

/** The parameters of the thread. */
export interface ReadingThreadParameters {
  readonly passwordFiles: readonly string[];
  /** True if the states of files will be compared. */
  readonly willRescan: boolean;
}

/**
 * Starts a thread. It keeps the process alive only while a request is pending.
 * @param script the script of the thread
 */
export function startReadingThread(script: URL, parameters: ReadingThreadParameters): ReadingThread {
  const worker = new Worker(script, { workerData: parameters });
  const pendingReads: PendingRead[] = [];
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of pendingReads.splice(0)) reject(failure);
  };
  worker.on('message', ({ packed, skippedIndexes, iterations }: ReadingResult) => {
    pendingReads.shift()?.resolve({ packed: copyPacked(packed), skippedIndexes, iterations });
    if (pendingReads.length === 0) worker.unref();
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the reading thread has ended')));
  return {
    read: (paths, maxIterations) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        pendingReads.push({ resolve, reject });
        worker.ref();
        worker.postMessage({ paths, maxIterations } satisfies ReadingRequest);
      }),
    [Symbol.dispose]: () => {
      void worker.terminate();
    },
  };
}

/**
 * Copies the object and its arrays of objects. Those from another thread have other hidden classes,
 * which slows compiled code down.
 */
function copyPacked({ rows, certificates, sharedFacts, files, otherSources }: PackedReadings): PackedReadings {
  return {
    rows,
    certificates,
    sharedFacts: [...sharedFacts.values()],
    files,
    otherSources: [...otherSources.values()],
  };
}
