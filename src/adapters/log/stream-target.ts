import type { Writable } from 'node:stream';
import { OUTPUT_FAILURES } from '../../domain/failure/output-failures.ts';
import { errorCodeOrEmpty } from '../../formats/network/connection-reason.ts';
import type { LineTarget } from './line-target.ts';
import { outputError } from './output-error.ts';

/**
 * For each stream in use, whether its reader has closed. Each stream gets one error listener,
 * because an error without a listener would end the process.
 */
const readerStates = new WeakMap<Writable, { hasNoReader: boolean }>();

/** Returns the state of a stream; adds the listener at the first call. */
function readerStateOf(stream: Writable): { hasNoReader: boolean } {
  const knownState = readerStates.get(stream);
  if (knownState !== undefined) return knownState;
  const state = { hasNoReader: false };
  stream.on('error', (error) => {
    if (errorCodeOrEmpty(error) === 'EPIPE') state.hasNoReader = true;
  });
  readerStates.set(stream, state);
  return state;
}

/**
 * Standard output or standard error. After its reader has closed, texts are discarded without an
 * error.
 */
export class StreamTarget implements LineTarget {
  readonly #stream: Writable;
  readonly #name: string;

  constructor(stream: Writable, name: string) {
    this.#stream = stream;
    this.#name = name;
    // Called for its effect: it adds the error listener before anything is written.
    readerStateOf(stream);
  }

  /** @throws {LogOutputError} except if the reader has closed */
  async append(texts: readonly string[]): Promise<void> {
    const name = this.#name;
    const state = readerStateOf(this.#stream);
    if (state.hasNoReader) return;
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(texts.join(''), (error) => {
        if (errorCodeOrEmpty(error) === 'EPIPE') state.hasNoReader = true;
        if (!error || state.hasNoReader) resolve();
        else reject(outputError(name, (values) => OUTPUT_FAILURES.stream_not_written({ name, ...values }), error));
      });
    });
  }

  /** Does nothing: the stream belongs to the process. */
  close(): void {}
}
