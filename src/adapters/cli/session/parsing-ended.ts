import type { CommanderError } from 'commander';

/** The end of parsing without an action: commander refused the arguments or printed help. */
export class ParsingEnded extends Error {
  override readonly name = 'ParsingEnded';
  /** The command as typed, for example `mailcertd events show`. */
  readonly command: string;
  override readonly cause: CommanderError;
  constructor(command: string, cause: CommanderError) {
    super(cause.message);
    this.command = command;
    this.cause = cause;
  }
}
