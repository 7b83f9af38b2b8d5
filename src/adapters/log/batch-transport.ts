import TransportStream from 'winston-transport';
import type { LineTarget } from './line-target.ts';
import { Receipt } from './receipt.ts';

/** Under this symbol winston's formats leave the finished text. */
const MESSAGE = Symbol.for('message');

/** How many entries winston hands over before it waits; its own 16 would mean as many waits for the disk. */
const OPTIONS = { silent: false, highWaterMark: 4096 };

interface Piece {
  readonly text: string;
  readonly receipt: Receipt | undefined;
}

function pieceOf(entry: unknown): Piece | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const text: unknown = Reflect.get(entry, MESSAGE);
  const receipt: unknown = Reflect.get(entry, 'receipt');
  return typeof text === 'string' ? { text, receipt: receipt instanceof Receipt ? receipt : undefined } : undefined;
}

/**
 * A winston transport that writes whatever has come together in one turn of the event loop as one batch, and says so on each
 * entry's receipt: written, or not. Its stream never fails, for winston detaches a transport that does.
 */
export class BatchTransport extends TransportStream {
  readonly #target: LineTarget;
  /** Settles when all that was logged before the logger's end has been tried. */
  readonly finished: Promise<void>;

  constructor(target: LineTarget) {
    super(OPTIONS);
    this.#target = target;
    this.finished = new Promise((resolve) => this.once('finish', resolve));
  }

  /** winston counts the parameters of this to know its own kind. */
  override log(entry: unknown, done: () => void): void {
    this.#later([entry], done);
  }

  override _write(entry: unknown, _encoding: string, done: () => void): void {
    this.#later([entry], done);
  }

  /** winston-transport's own would call back before anything is written. */
  override _writev(entries: readonly { readonly chunk: unknown }[], done: () => void): void {
    this.#later(
      entries.map(({ chunk }) => chunk),
      done,
    );
  }

  #later(entries: readonly unknown[], done: () => void): void {
    setImmediate(() => {
      this.#writeBatch(entries).then(done, done);
    });
  }

  async #writeBatch(entries: readonly unknown[]): Promise<void> {
    const pieces = entries
      .map(pieceOf)
      .filter((piece): piece is Piece => piece !== undefined && piece.receipt?.hasFailed !== true);
    if (pieces.length === 0) return;
    try {
      await this.#target.append(pieces.map(({ text }) => text));
    } catch (error) {
      for (const { receipt } of pieces) receipt?.fail(error);
      return;
    }
    for (const { receipt } of pieces) receipt?.pieceWritten();
  }
}
