import type { Failure } from '../../../domain/failure/failure.ts';
import { cliFailureText } from '../text/cli-failure-text.ts';

/** The end of parsing without an action: commander refused the arguments or printed help. */
export class ParsingEnded extends Error {
  override readonly name = 'ParsingEnded';
  /** The command as typed, for example `mailcertd events show`. */
  readonly command: string;
  /** The refused part of the command; a text of commander if it is unknown. */
  readonly failure: Failure | string;
  /** 0 if help was printed. */
  readonly exitCode: number;
  constructor(command: string, failure: Failure | string, exitCode: number, cause: unknown) {
    super(cliFailureText(failure, 'en'), { cause });
    this.command = command;
    this.failure = failure;
    this.exitCode = exitCode;
  }
}
