import TransportStream from 'winston-transport';
import type { LineTarget } from './line-target.ts';
import { Receipt } from './receipt.ts';

/** The property in which winston's formats store the finished text. */
const MESSAGE = Symbol.for('message');

/**
 * The number of entries that winston buffers. Its default of 16 would cause a disk sync per 16
 * entries.
 */
const OPTIONS = { silent: false, highWaterMark: 4096 };

interface LoggedText {
  readonly text: string;
  readonly receipt: Receipt | undefined;
}

function toLoggedText(entry: unknown): LoggedText | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const text: unknown = Reflect.get(entry, MESSAGE);
  const receipt: unknown = Reflect.get(entry, 'receipt');
  return typeof text === 'string' ? { text, receipt: receipt instanceof Receipt ? receipt : undefined } : undefined;
}

/**
 * A winston transport that writes all entries of one turn of the event loop as one batch. The
 * receipt of each entry reports whether it was written. Its stream never fails, because winston
 * detaches a failed transport.
 */
export class BatchTransport extends TransportStream {
  readonly #target: LineTarget;
  /** Resolves when all entries logged before the end of the logger were tried. */
  readonly finished: Promise<void>;

  constructor(target: LineTarget) {
    super(OPTIONS);
    this.#target = target;
    this.finished = new Promise((resolve) => this.once('finish', resolve));
  }

  /** winston detects modern transports by the number of parameters of this method. */
  override log(entry: unknown, callback: () => void): void {
    this.#writeLater([entry], callback);
  }

  override _write(entry: unknown, _encoding: string, callback: () => void): void {
    this.#writeLater([entry], callback);
  }

  /** The method of winston-transport would call back before anything is written. */
  override _writev(entries: readonly { readonly chunk: unknown }[], callback: () => void): void {
    this.#writeLater(
      entries.map(({ chunk }) => chunk),
      callback,
    );
  }

  #writeLater(entries: readonly unknown[], callback: () => void): void {
    setImmediate(() => {
      this.#writeBatch(entries).then(callback, callback);
    });
  }

  async #writeBatch(entries: readonly unknown[]): Promise<void> {
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
