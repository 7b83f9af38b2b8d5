import type { CommanderError } from 'commander';

/** A command line that commander refused, or a help text that it printed. */
export class ParsingEnded extends Error {
  override readonly name = 'ParsingEnded';
  /** As it is typed: `mailcertd events show`. */
  readonly command: string;
  override readonly cause: CommanderError;
  constructor(command: string, cause: CommanderError) {
    super(cause.message);
    this.command = command;
    this.cause = cause;
  }
}
