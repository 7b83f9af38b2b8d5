import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { terminalWidth } from '../../../../src/formats/terminal/terminal-width.ts';
import { wholeContosoDesk } from '../contoso-desk.ts';
import { typeCommand } from '../desk.ts';
import { type Transcript, transcriptsIn } from '../transcripts.ts';

const PAGES = new URL('../../../../docs/commands/', import.meta.url);
const ENGLISH = readdirSync(PAGES).flatMap((name) => transcriptsIn(readFileSync(new URL(name, PAGES), 'utf8')));
const JAPANESE = ['japanese.md', 'japanese-help.md'].flatMap((name) =>
  transcriptsIn(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')),
);

/** Output for programs, which is the same on every terminal: a line is a result, or a document. */
const FOR_PROGRAMS = /--format (json|tsv|xml|csv)|--check|^(check|metrics|completion|config (show|schema))\b/;

const screensIn = (transcripts: readonly Transcript[]): readonly Transcript[] =>
  transcripts.filter(({ command }) => !FOR_PROGRAMS.test(command));

/** A command of mailcertd, which is copied. */
const COMMAND = /^mailcertd [a-z]/;

/** Returns the lines that are too wide, except for a path or command that is too wide itself. */
function wideLines(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => terminalWidth(line) > 80)
    .filter((line) => terminalWidth(line.trim()) <= 80 || (line.trim().includes(' ') && !COMMAND.test(line.trim())));
}

const LANGUAGES = [
  ['en', screensIn(ENGLISH)],
  ['ja', screensIn(JAPANESE)],
] as const;

describe.each(LANGUAGES)('on a terminal of 80 columns, in the language %s', (locale, screens) => {
  it.each(screens)('the lines of mailcertd $command fit', async ({ argv, command }) => {
    const given = { ...(await wholeContosoDesk()), environment: { NO_COLOR: '1' }, locale, isTTY: true };
    const { stdout } = await typeCommand([...argv, '--locale', locale], { ...given, columns: 80 });
    if (process.env['SHOW'] === '1') console.log(`$ mailcertd ${command}\n${stdout}`);
    expect(wideLines(stdout)).toEqual([]);
  });
});
