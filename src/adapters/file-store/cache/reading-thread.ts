import { Worker } from 'node:worker_threads';
import type { PackedReadings } from './packed-readings.ts';

/** The result of reading some files on the thread. */
export interface ReadingResult {
  /** The contents of the files that were read, in order, in a few objects that move quickly. */
  readonly packed: PackedReadings;
  /**
   * The indexes of files that exceed the limits and were not read, or undefined if all were read.
   */
  readonly skippedIndexes: ReadonlySet<number> | undefined;
  /** The number of key derivation iterations that were done, to open encrypted contents. */
  readonly kdfIterations: number;
}

/** A worker thread that reads files for the main thread. Disposing terminates it. */
export interface ReadingThread extends Disposable {
  /**
   * Reads files, each with at most `maxKdfIterations` key derivation iterations. Rejects if the
   * thread ends.
   */
  read(paths: readonly string[], maxKdfIterations: number): Promise<ReadingResult>;
}

/** Starts the thread. */
export type StartReadingThread = () => ReadingThread;

/** A request to the thread. Responses are in the order of the requests. */
export interface ReadingRequest {
  readonly paths: readonly string[];
  readonly maxKdfIterations: number;
}

interface PendingRead {
  readonly resolve: (result: ReadingResult) => void;
  readonly reject: (error: Error) => void;
}

/** The parameters of the thread. */
export interface ReadingThreadParameters {
  readonly passwordFiles: readonly string[];
  /** True if later scans will compare the states of files, to read only changed files. */
  readonly willRescan: boolean;
}

/**
 * Starts a reading thread, which keeps the process alive only while a request is pending.
 * @param script the entry point of the thread
 */
export function startReadingThread(script: URL, parameters: ReadingThreadParameters): ReadingThread {
  const worker = new Worker(script, { workerData: parameters });
  const pendingReads: PendingRead[] = [];
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of pendingReads.splice(0)) reject(failure);
  };
  worker.on('message', ({ packed, skippedIndexes, kdfIterations }: ReadingResult) => {
    pendingReads.shift()?.resolve({ packed: copyPacked(packed), skippedIndexes, kdfIterations });
    if (pendingReads.length === 0) worker.unref();
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the reading thread has ended')));
  return {
    read: (paths, maxKdfIterations) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        pendingReads.push({ resolve, reject });
        worker.ref();
        worker.postMessage({ paths, maxKdfIterations } satisfies ReadingRequest);
      }),
    [Symbol.dispose]: () => {
      void worker.terminate();
    },
  };
}

/**
 * Copies the received object and its arrays of objects, so that they have the same hidden classes
 * as objects of this thread. Code that V8 compiled for one class is slower with a second one.
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
