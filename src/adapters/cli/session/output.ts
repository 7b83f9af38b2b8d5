import { OUTPUT_FAILURES } from '../../../domain/failure/output-failures.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { MailcertdError } from '../../../work/errors.ts';
import type { CommandLineDependencies } from './cli-dependencies.ts';

/** The number of characters that `printAll` collects before it writes them. */
const BATCH_CHARACTERS = 64 * 1024;

/** The reader of standard output has closed it, so the command ends without a message. */
export class ReaderGoneError extends Error {
  override readonly name = 'ReaderGoneError';
}

/** Writing to standard output failed. */
export class OutputError extends MailcertdError {
  override readonly code = 'output';
  constructor(cause: Error) {
    super(OUTPUT_FAILURES.standard_output_not_written({ cause: cause.message }), cause);
  }
}

/**
 * The output of one command. Writing waits for a slow reader, and throws when the reader has closed
 * standard output.
 */
export class Output {
  readonly #stdout: CommandLineDependencies['stdout'];
  readonly #stderr: CommandLineDependencies['stderr'];
  #error: NodeJS.ErrnoException | undefined;
  /** Removes the progress line of the command, if any, before any other output. */
  clearProgress: () => void = () => {};
  /** Ends the present wait for the reader. */
  #resume: () => void = () => {};

  constructor({ stdout, stderr }: Pick<CommandLineDependencies, 'stdout' | 'stderr'>) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    stdout.on('error', (error: NodeJS.ErrnoException) => {
      this.#error = error;
      this.#resume();
    });
    for (const event of ['drain', 'close']) stdout.on(event, () => this.#resume());
    // An error of standard error cannot be reported anywhere.
    stderr.on('error', () => {});
  }

  /**
   * Writes text unchanged; line ends are part of it.
   * @throws {ReaderGoneError}
   * @throws {OutputError}
   */
  async print(text: string | Uint8Array): Promise<void> {
    this.#check();
    this.clearProgress();
    if (this.#stdout.write(text)) return;
    await new Promise<void>((resolve) => {
      this.#resume = resolve;
    });
    this.#check();
  }

  /**
   * Writes many texts in order. Each text is requested after the texts before, so they are never
   * all in memory.
   * @throws {ReaderGoneError}
   * @throws {OutputError}
   */
  async printAll(texts: Iterable<string>): Promise<void> {
    let batch: string[] = [];
    let length = 0;
    for (const text of texts) {
      batch.push(text);
      length += text.length;
      if (length < BATCH_CHARACTERS) continue;
      await this.print(batch.join(''));
      batch = [];
      length = 0;
    }
    await this.print(batch.join(''));
  }

  /**
   * Writes large pieces of bytes. Each piece is requested after the previous piece is written, so
   * both may use the same memory.
   * @throws {ReaderGoneError}
   * @throws {OutputError}
   */
  async printPieces(pieces: Iterable<Uint8Array>): Promise<void> {
    for (const piece of pieces) await this.#writeAndWait(piece);
  }

  /** Writes one line to standard error, with control characters escaped. */
  note(line: string): void {
    this.clearProgress();
    this.#stderr.write(`${visible(line)}\n`);
  }

  /**
   * Resolves when everything printed is written.
   * @throws {ReaderGoneError}
   * @throws {OutputError}
   */
  flush(): Promise<void> {
    return this.#writeAndWait('');
  }

  async #writeAndWait(text: string | Uint8Array): Promise<void> {
    this.clearProgress();
    await new Promise<void>((resolve) => {
      this.#resume = resolve;
      this.#stdout.write(text, () => resolve());
    });
    this.#check();
  }

  #check(): void {
    if (this.#error === undefined) return;
    if (this.#error.code === 'EPIPE') throw new ReaderGoneError();
    throw new OutputError(this.#error);
  }
}
