import type { Command } from 'commander';
import { codeOf } from './code-of.ts';
import { splitShellLine } from './split-shell-line.ts';

/** Languages of code in which each line is a command. */
const SHELL: ReadonlySet<string> = new Set(['', 'sh', 'bash']);
/** A command of mailcertd in a text of mailcertd, for example below `What to do`. */
const REMEDY = /^ {2}mailcertd /;
/** A synopsis or a shortened line is not a command. */
const NOT_LITERAL = /\[[A-Z-]|…|\.\.\./;

/** Returns the command lines in a block of code, with the number of each line in the document. */
function commandLines(document: string): readonly { readonly line: number; readonly text: string }[] {
  return codeOf(document).flatMap(({ language, line, lines }) => {
    const found: { line: number; text: string }[] = [];
    let continued = '';
    for (const [index, each] of lines.entries()) {
      let text: string | undefined;
      if (continued !== '' || SHELL.has(language)) text = each;
      else if (language === 'console') text = /^[$#] (.*)$/.exec(each)?.[1];
      else if (language === 'text' && REMEDY.test(each)) text = each;
      if (text === undefined) continue;
      continued += text.replace(/\\$/, '');
      if (text.endsWith('\\')) continue;
      found.push({ line: line + index, text: continued });
      continued = '';
    }
    return found;
  });
}

/** Returns the words after `mailcertd` in the commands of a line. */
const invocationsOf = (line: string): readonly (readonly string[])[] =>
  splitShellLine(line).flatMap((words) => {
    const rest = words[0] === 'npx' ? words.slice(1) : words;
    return rest[0] === 'mailcertd' || rest[0]?.endsWith('/bin/mailcertd') ? [rest.slice(1)] : [];
  });

/** Makes every command only check its words, without an output. */
function disarm(command: Command, refuse: (word: string) => void): void {
  command.configureOutput({ writeOut: () => {}, writeErr: () => {} });
  command.action(() => {
    const [word] = command.args;
    // This argument only catches a word that is not a subcommand.
    if (word !== undefined && command.registeredArguments[0]?.name() === 'command') refuse(word);
  });
  for (const subcommand of command.commands) disarm(subcommand, refuse);
}

/** Returns why the program does not accept words; undefined if it does. */
async function refusal(words: readonly string[], program: Command): Promise<string | undefined> {
  let refused: string | undefined;
  disarm(program, (word) => {
    refused = `unknown command ${word}`;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    // Help and the version end parsing too.
    if (error instanceof Error && 'exitCode' in error && error.exitCode === 0) return undefined;
    return error instanceof Error ? error.message : String(error);
  }
  return refused;
}

/** The commands of a document, and those that the program does not accept. */
export interface CheckedCommands {
  readonly count: number;
  readonly problems: readonly string[];
}

/**
 * Checks the commands of mailcertd in a document with the real command line.
 * @param newProgram returns the program for these words, with all commands and options; it may be changed
 */
export async function checkCommands(
  page: string,
  document: string,
  newProgram: (words: readonly string[]) => Command,
): Promise<CheckedCommands> {
  const problems: string[] = [];
  let count = 0;
  for (const { line, text } of commandLines(document)) {
    if (NOT_LITERAL.test(text)) continue;
    for (const words of invocationsOf(text)) {
      count += 1;
      const reason = await refusal(words, newProgram(words));
      if (reason !== undefined) problems.push(`${page}:${line}: mailcertd ${words.join(' ')}: ${reason}`);
    }
  }
  return { count, problems };
}
