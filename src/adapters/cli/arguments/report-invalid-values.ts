import { type Argument, type Command, InvalidArgumentError, type Option } from 'commander';
import type { Failure } from '../../../domain/failure/failure.ts';
import { FilterValueError } from '../../../formats/filter/filter-value-error.ts';
import { ParsingEnded } from '../invocation/parsing-ended.ts';
import { ARGUMENT_FAILURES } from '../text/argument-failures.ts';
import { commandPath } from './command-path.ts';
import { InvalidValueError } from './invalid-value-error.ts';

/** The exit code of commander for an invalid value. */
const INVALID_VALUE_EXIT_CODE = 1;

/**
 * Makes the options and arguments of a command throw `ParsingEnded` for an invalid value, with the
 * value and the hint as data. Commander would report them as a finished sentence.
 */
export function reportInvalidValues(command: Command): void {
  for (const option of command.options) {
    const { flags } = option;
    reportFor(option, command, (value, hint) => ARGUMENT_FAILURES.option_value_invalid({ option: flags, value, hint }));
  }
  for (const argument of command.registeredArguments) {
    const name = argument.name();
    reportFor(argument, command, (value, hint) =>
      ARGUMENT_FAILURES.argument_value_invalid({ argument: name, value, hint }),
    );
  }
}

function reportFor(
  target: Option | Argument,
  command: Command,
  failureOf: (value: string, hint: Failure | string) => Failure,
): void {
  const { parseArg } = target;
  if (parseArg === undefined) return;
  target.parseArg = (value, previous) => {
    try {
      return parseArg(value, previous);
    } catch (error) {
      const isFilterError = error instanceof FilterValueError;
      if (!isFilterError && !(error instanceof InvalidArgumentError)) throw error;
      const hint = isFilterError ? error.failure : hintOf(error, target);
      throw new ParsingEnded(commandPath(command), failureOf(value, hint), INVALID_VALUE_EXIT_CODE, error);
    }
  };
}

function hintOf(error: InvalidArgumentError, { argChoices }: Option | Argument): Failure | string {
  if (error instanceof InvalidValueError) return error.hint;
  return argChoices === undefined ? error.message : ARGUMENT_FAILURES.choices({ choices: argChoices });
}
