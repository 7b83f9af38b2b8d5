import type { Writable } from 'node:stream';
import { errorCodeOrEmpty } from '../../formats/network/connection-reason.ts';
import type { LineTarget } from './line-target.ts';
import { outputError } from './output-error.ts';

/**
 * The known streams, with a flag for a lost reader. Each stream has one listener, because an error
 * without one would end the process.
 */
const readerStates = new WeakMap<Writable, { hasNoReader: boolean }>();

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
    readerStateOf(stream);
  }

  /** @throws {LogOutputError} except if the reader has closed */
  async append(texts: readonly string[]): Promise<void> {
    const state = readerStateOf(this.#stream);
    if (state.hasNoReader) return;
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(texts.join(''), (error) => {
        if (errorCodeOrEmpty(error) === 'EPIPE') state.hasNoReader = true;
        if (!error || state.hasNoReader) resolve();
        else reject(outputError(this.#name, `writing to ${this.#name}`, error));
      });
    });
  }

  /** The stream belongs to the process. */
  close(): void {}
}
