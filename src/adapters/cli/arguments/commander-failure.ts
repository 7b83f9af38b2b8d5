import type { CommanderError } from 'commander';
import type { Failure } from '../../../domain/failure/failure.ts';
import { ARGUMENT_FAILURES } from '../text/argument-failures.ts';

type FailureOfWords = (first: string, second: string) => Failure;

const wordsOf = (list: string): readonly string[] => (list === '' ? [] : list.split(', '));

/**
 * The messages of commander by its error codes. An error of commander has no other data, so the
 * words are read from its message.
 */
const MESSAGES: ReadonlyMap<string, readonly [message: RegExp, FailureOfWords]> = new Map([
  [
    'commander.unknownOption',
    [
      /^unknown option '(.+?)'(?: \(Did you mean (?:one of )?(.+?)\?\))?$/,
      (word, similar) => ARGUMENT_FAILURES.option_unknown({ word, similar: wordsOf(similar) }),
    ],
  ],
  [
    'commander.unknownCommand',
    [
      /^unknown command '(.+?)'(?: \(Did you mean (?:one of )?(.+?)\?\))?$/,
      (word, similar) => ARGUMENT_FAILURES.command_unknown({ word, similar: wordsOf(similar) }),
    ],
  ],
  [
    'commander.optionMissingArgument',
    [/^option '(.+?)' argument missing$/, (option) => ARGUMENT_FAILURES.option_value_missing({ option })],
  ],
  [
    'commander.missingMandatoryOptionValue',
    [/^required option '(.+?)' not specified$/, (option) => ARGUMENT_FAILURES.option_missing({ option })],
  ],
  [
    'commander.conflictingOption',
    [
      /^option '(.+?)' cannot be used with option '(.+?)'$/,
      (option, other) => ARGUMENT_FAILURES.options_exclude_each_other({ option, other }),
    ],
  ],
  [
    'commander.missingArgument',
    [/^missing required argument '(.+?)'$/, (argument) => ARGUMENT_FAILURES.argument_missing({ argument })],
  ],
  [
    'commander.excessArguments',
    [
      /^too many arguments(?: for '.+?')?\. Expected (\d+) arguments? but got (\d+)/,
      (expected, given) => ARGUMENT_FAILURES.too_many_arguments({ expected: Number(expected), given: Number(given) }),
    ],
  ],
]);

/** Returns the failure of an error of commander; an unknown message in one line, as it is. */
export function commanderFailure({ code, message }: CommanderError): Failure | string {
  const line = message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\.?\s*$/, '');
  const [pattern, failureOf] = MESSAGES.get(code) ?? [];
  const match = pattern?.exec(line);
  if (match === undefined || match === null || failureOf === undefined) return line;
  const [, first = '', second = ''] = match;
  return failureOf(first, second);
}
