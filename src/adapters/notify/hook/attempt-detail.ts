import { ATTEMPT_FAILURES } from '../../../domain/failure/attempt-failures.ts';
import { type Failure, limitFailure } from '../../../domain/failure/failure.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';

/** The maximum length of the detail of an attempt, characters. */
const MAX_CHARACTERS = 4096;

/** The result of one hook. */
export interface HookReport {
  /** The result, with the name of the hook; one line. */
  readonly line: Failure;
  /** The end of the hook's output, not escaped; empty if there is none. */
  readonly tail: string;
}

/**
 * Returns the detail of an attempt: the line of each hook, followed by the end of its output. Long
 * outputs share the available length.
 */
export function attemptDetail(reports: readonly HookReport[]): Failure {
  const lines = reports.map(({ line }) => failureText(line, 'en')).join('\n');
  const outputLengths = reports.map(({ tail }) => tail.length).filter((length) => length > 0);
  // A line feed precedes each output.
  let remainingCharacters = MAX_CHARACTERS - lines.length - outputLengths.length;
  let charactersPerOutput = 0;
  // From the shortest output: an output that is shorter than its share leaves the rest to the
  // others.
  for (const [index, length] of outputLengths.sort((a, b) => a - b).entries()) {
    charactersPerOutput = Math.max(0, Math.floor(remainingCharacters / (outputLengths.length - index)));
    // This output and all later ones, which are at least as long, are cut to this length.
    if (length > charactersPerOutput) break;
    remainingCharacters -= length;
  }
  const texts = reports.flatMap(({ line, tail }): readonly (Failure | string)[] => {
    const output = tail.slice(Math.max(0, tail.length - charactersPerOutput)).trimStart();
    return output === '' ? [line] : [line, output];
  });
  const [first] = reports;
  const failure =
    texts.length === 1 && first !== undefined ? first.line : ATTEMPT_FAILURES.text_lines({ lines: texts });
  return limitFailure(failure, MAX_CHARACTERS);
}
