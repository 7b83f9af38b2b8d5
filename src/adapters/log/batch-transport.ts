import TransportStream from 'winston-transport';
import type { LineTarget } from './line-target.ts';
import { Receipt } from './receipt.ts';

/** The property of an entry in which winston's formats store the finished text. */
const FINISHED_TEXT = Symbol.for('message');

/**
 * `highWaterMark` is the number of entries that winston buffers, and so the maximum size of a
 * batch. A file is synced after each batch, so winston's default of 16 would be slow.
 */
const OPTIONS = { silent: false, highWaterMark: 4096 };

/** The text of an entry, and the receipt that reports to its writer whether it was written. */
interface LoggedText {
  readonly text: string;
  /** undefined: the caller does not wait for the entry. */
  readonly receipt: Receipt | undefined;
}

/** Returns the text and the receipt of a winston entry; undefined if it has no text. */
function toLoggedText(entry: unknown): LoggedText | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const text: unknown = Reflect.get(entry, FINISHED_TEXT);
  const receipt: unknown = Reflect.get(entry, 'receipt');
  return typeof text === 'string' ? { text, receipt: receipt instanceof Receipt ? receipt : undefined } : undefined;
}

/**
 * A winston transport that writes all entries of one turn of the event loop as one batch. The
 * receipt of an entry reports whether the entry was written. The stream of the transport never
 * fails, because winston detaches a failed transport.
 */
export class BatchTransport extends TransportStream {
  readonly #target: LineTarget;
  /** Resolves when the logger has ended and all its entries were written or have failed. */
  readonly finished: Promise<void>;

  constructor(target: LineTarget) {
    super(OPTIONS);
    this.#target = target;
    this.finished = new Promise((resolve) => this.once('finish', resolve));
  }

  /** Has two parameters, because winston recognizes a modern transport by their number. */
  override log(entry: unknown, callback: () => void): void {
    this.#writeLater([entry], callback);
  }

  override _write(entry: unknown, _encoding: string, callback: () => void): void {
    this.#writeLater([entry], callback);
  }

  /** Overridden, because winston-transport would call `callback` before anything is written. */
  override _writev(entries: readonly { readonly chunk: unknown }[], callback: () => void): void {
    this.#writeLater(
      entries.map(({ chunk }) => chunk),
      callback,
    );
  }

  #writeLater(entries: readonly unknown[], callback: () => void): void {
    // Until `callback` is called, the stream collects further entries for the next batch.
    setImmediate(() => {
      this.#writeBatch(entries).then(callback, callback);
    });
  }

  async #writeBatch(entries: readonly unknown[]): Promise<void> {
    // After a failed entry, the rest of its batch is not written: its writer repeats the whole
    // batch.
    const loggedTexts = entries
      .map(toLoggedText)
      .filter(
        (loggedText): loggedText is LoggedText => loggedText !== undefined && loggedText.receipt?.hasFailed !== true,
      );
    if (loggedTexts.length === 0) return;
    try {
      await this.#target.append(loggedTexts.map(({ text }) => text));
    } catch (error) {
      for (const { receipt } of loggedTexts) receipt?.fail(error);
      return;
    }
    for (const { receipt } of loggedTexts) receipt?.entryWritten();
  }
}
