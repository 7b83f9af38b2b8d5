import { isDeepStrictEqual } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Configuration } from '../adapters/config/configuration.ts';
import { DIAGNOSTIC_FAILURES } from '../domain/failure/diagnostic-failures.ts';
import type { Failure } from '../domain/failure/failure.ts';
import { FailureError } from '../domain/failure/failure-error.ts';
import { pause } from '../work/deliver/pause.ts';
import { retryWithBackoff } from '../work/deliver/retry-with-backoff.ts';
import type { Diagnostics } from '../work/ports/system.ts';
import { VERSION } from './version.ts';

/** The message to the thread at its start; it contains no functions. */
export interface HttpThreadParameters {
  /** The version of this process. */
  readonly version: string;
  readonly configuration: Configuration;
}

/** A message of the thread. Any message to it ends it. */
export type HttpThreadMessage =
  | { readonly kind: 'note'; readonly level: 'error' | 'warning' | 'info' | 'debug'; readonly failure: Failure }
  /** Another version is installed, which may not understand this process. */
  | { readonly kind: 'outdated'; readonly installed: string };

/** How long a thread may take to close its connections, ms. */
const CLOSE_TIMEOUT_MS = 500;
const ENTRY: URL = new URL('./http-thread.js', import.meta.url);

/** A started thread: how to end it, and when it has ended. */
interface RunningThread {
  readonly abort: AbortController;
  readonly ended: Promise<unknown>;
}

/**
 * The HTTP server of the daemon, in a thread, so that its clients delay no scan. If the thread fails,
 * it is started again with increasing delays; monitoring continues.
 */
export class DaemonHttp implements AsyncDisposable {
  readonly #diagnostics: Diagnostics;
  readonly #entry: URL;
  #configuration: Configuration;
  /** undefined: not started yet, `http: off`, or closed. */
  #thread: RunningThread | undefined;
  #isClosed = true;

  /** @param entry the file of the thread; tests replace it */
  constructor(configuration: Configuration, diagnostics: Diagnostics, entry: URL = ENTRY) {
    this.#configuration = configuration;
    this.#diagnostics = diagnostics;
    this.#entry = entry;
  }

  /** Starts the server. Returns at once. */
  start(): void {
    this.#isClosed = false;
    if (this.#configuration.http.listen.length === 0) return;
    const abort = new AbortController();
    const ended = retryWithBackoff(
      DIAGNOSTIC_FAILURES.http_thread_running,
      () => runThread(this.#entry, this.#configuration, this.#diagnostics, abort.signal),
      this.#diagnostics,
      abort.signal,
      DIAGNOSTIC_FAILURES.monitoring_continues,
    );
    this.#thread = { abort, ended };
  }

  /** Starts the server again with another configuration, unless both are equal or it is not started. */
  async reload(next: Configuration): Promise<void> {
    const isEqual = isDeepStrictEqual(this.#configuration, next);
    this.#configuration = next;
    if (isEqual || this.#isClosed) return;
    await this.#end();
    if (!this.#isClosed) this.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    thread?.abort.abort();
    await thread?.ended;
  }
}

/**
 * Runs the thread until the signal, and resolves when it has ended.
 * @throws {FailureError} if it has ended before
 */
async function runThread(
  entry: URL,
  configuration: Configuration,
  diagnostics: Diagnostics,
  signal: AbortSignal,
): Promise<void> {
  const workerData: HttpThreadParameters = { version: VERSION, configuration };
  const worker = new Worker(entry, { workerData });
  let isOutdated = false;
  worker.on('message', (message: HttpThreadMessage) => {
    if (message.kind === 'note') return diagnostics.note(message.level, message.failure);
    isOutdated = true;
    const { installed } = message;
    diagnostics.note('error', DIAGNOSTIC_FAILURES.http_thread_outdated({ running: VERSION, installed }));
  });
  const ended = new Promise<number>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', resolve);
  });
  const close = async (): Promise<void> => {
    worker.postMessage('close');
    const closed = new AbortController();
    worker.once('exit', () => closed.abort());
    await pause(CLOSE_TIMEOUT_MS, closed.signal);
    await worker.terminate();
  };
  const onAbort = (): void => void close();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const code = await ended;
    if (!signal.aborted && !isOutdated) throw new FailureError(DIAGNOSTIC_FAILURES.http_thread_ended({ code }));
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
