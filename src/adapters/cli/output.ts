import { visible } from '../../formats/terminal/visible.ts';
import { MailcertdError } from '../../work/errors.ts';
import type { CommandLineDependencies } from './cli-dependencies.ts';

/** So many characters of a long answer go out together. */
const PRINTED_AT_ONCE = 64 * 1024;

/** Whoever read standard output is gone: the command ends without a word. */
export class ReaderGoneError extends Error {
  override readonly name = 'ReaderGoneError';
}

/** Standard output did not take what was printed. */
export class OutputError extends MailcertdError {
  override readonly code = 'output';
  constructor(cause: Error) {
    super(`writing to standard output: ${cause.message}`, { cause });
  }
}

/** What one command prints. Waits for a slow reader; ends quietly when the reader is gone. */
export class Output {
  readonly #stdout: CommandLineDependencies['stdout'];
  readonly #stderr: CommandLineDependencies['stderr'];
  #trouble: NodeJS.ErrnoException | undefined;
  #wake: () => void = () => {};

  constructor({ stdout, stderr }: Pick<CommandLineDependencies, 'stdout' | 'stderr'>) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    stdout.on('error', (error: NodeJS.ErrnoException) => {
      this.#trouble = error;
      this.#wake();
    });
    for (const event of ['drain', 'close']) stdout.on(event, () => this.#wake());
    // Nobody is left to be told that standard error is gone.
    stderr.on('error', () => {});
  }

  /** Text as it stands, line ends included. @throws {ReaderGoneError} @throws {OutputError} */
  async print(text: string | Uint8Array): Promise<void> {
    this.#check();
    if (this.#stdout.write(text)) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#check();
  }

  /** Many texts, one behind the other, as far as they are asked for: never all of them are held at once. */
  async printAll(texts: Iterable<string>): Promise<void> {
    let waiting: string[] = [];
    let length = 0;
    for (const text of texts) {
      waiting.push(text);
      length += text.length;
      if (length < PRINTED_AT_ONCE) continue;
      await this.print(waiting.join(''));
      waiting = [];
      length = 0;
    }
    await this.print(waiting.join(''));
  }

  /** The same, of text as octets, in large pieces: each has left before the next is asked for, and may lie where that one lay. */
  async printPieces(pieces: Iterable<Uint8Array>): Promise<void> {
    for (const piece of pieces) await this.#send(piece);
  }

  /** One line on standard error, escaped. */
  note(line: string): void {
    this.#stderr.write(`${visible(line)}\n`);
  }

  /** Resolves when all that was printed has left, or cannot. */
  flush(): Promise<void> {
    return this.#send('');
  }

  async #send(text: string | Uint8Array): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#stdout.write(text, () => resolve());
    });
    this.#check();
  }

  #check(): void {
    if (this.#trouble === undefined) return;
    if (this.#trouble.code === 'EPIPE') throw new ReaderGoneError();
    throw new OutputError(this.#trouble);
  }
}
