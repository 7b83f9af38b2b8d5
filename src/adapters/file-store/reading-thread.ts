import { Worker } from 'node:worker_threads';
import type { PackedReadings } from './packed-readings.ts';

/** A second thread that reads files. */
export interface ReadingThread extends Disposable {
  /** What each file is, in order. Rejects when the thread ends. */
  read(paths: readonly string[]): Promise<PackedReadings>;
}

export type StartReadingThread = () => ReadingThread;

/** What goes to the thread, and what comes back; answers come in the order of the questions. */
export interface ReadingQuestion {
  readonly paths: readonly string[];
}

interface Waiting {
  readonly resolve: (packed: PackedReadings) => void;
  readonly reject: (error: Error) => void;
}

/** What the thread has to know from the start. */
export interface ReadingTask {
  readonly passwordFiles: readonly string[];
  /** Whether the states of files will be compared. */
  readonly looksAgain: boolean;
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
  worker.on('message', ({ rows, certificates, shared, files, particulars }: PackedReadings) => {
    // To the compiler an object from another thread is of another kind than one of here, and so is a list.
    waiting
      .shift()
      ?.resolve({ rows, certificates, shared: [...shared.values()], files, particulars: [...particulars.values()] });
    if (waiting.length === 0) worker.unref();
  });
  worker.on('error', end);
  worker.on('exit', () => end(new Error('the reading thread has ended')));
  return {
    read: (paths) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        waiting.push({ resolve, reject });
        worker.ref();
        worker.postMessage({ paths } satisfies ReadingQuestion);
      }),
    [Symbol.dispose]: () => {
      void worker.terminate();
    },
  };
}
