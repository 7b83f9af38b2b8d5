import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { commandPath } from '../../../src/adapters/cli/arguments/command-path.ts';
import { buildProgram } from '../../../src/adapters/cli/program.ts';
import { Output } from '../../../src/adapters/cli/session/output.ts';
import { wholeContosoDesk } from './contoso-desk.ts';
import { deskDependencies, typeCommand } from './desk.ts';
import { type Transcript, transcriptsIn } from './transcripts.ts';

interface PageTranscript extends Transcript {
  readonly page: URL;
}

const transcriptsOf = (page: URL): readonly PageTranscript[] =>
  transcriptsIn(readFileSync(page, 'utf8')).map((transcript) => ({ ...transcript, page }));

const PAGES = new URL('../../../docs/commands/', import.meta.url);
const ENGLISH = readdirSync(PAGES).flatMap((name) => transcriptsOf(new URL(name, PAGES)));
const JAPANESE = ['japanese.md', 'japanese-help.md'].flatMap((name) => transcriptsOf(new URL(name, import.meta.url)));

/**
 * True if the transcripts are to be updated: after a change of a screen, run `UPDATE_DOCUMENTS=1
 * npx vitest run test/adapters/cli/transcripts.test.ts`.
 */
const isUpdating = process.env['UPDATE_DOCUMENTS'] === '1';

/** Compares the output with the page, or updates the page. */
function hold({ page, command, screen }: PageTranscript, printed: string): void {
  if (isUpdating) reprinted.push({ page, command, screen, printed });
  else expect(printed).toBe(screen);
}

const reprinted: { page: URL; command: string; screen: string; printed: string }[] = [];

afterAll(() => {
  for (const { page, command, screen, printed } of reprinted) {
    const before = `\`\`\`console\n$ mailcertd${command === '' ? '' : ` ${command}`}\n`;
    const text = readFileSync(page, 'utf8');
    writeFileSync(
      page,
      text.replace(`${before}${screen}\`\`\``, () => `${before}${printed}\`\`\``),
    );
  }
});

describe('the reference of the commands', () => {
  it.each(ENGLISH)('shows the current output: mailcertd $command', async (transcript) => {
    const { screen } = await typeCommand(transcript.argv, await wholeContosoDesk());
    hold(transcript, screen);
  });

  it('has the help of every command, in both languages', () => {
    const { dependencies } = deskDependencies();
    const { program } = buildProgram(dependencies, new Output(dependencies));
    const paths = (command: Command): readonly string[] => [
      commandPath(command),
      ...program.createHelp().visibleCommands(command).flatMap(paths),
    ];
    for (const pages of [ENGLISH, JAPANESE]) {
      const documented = pages.filter(({ argv }) => argv.at(-1) === '--help');
      expect(documented.map(({ argv }) => ['mailcertd', ...argv.slice(0, -1)].join(' '))).toEqual(
        expect.arrayContaining([...paths(program)]),
      );
    }
  });
});

/** The commands without the texts that administrators write themselves. */
const commandsOf = (transcripts: readonly Transcript[]): readonly string[] =>
  transcripts.map(({ command }) => command.replace(/--reason .*/, '--reason'));

describe('the screens in Japanese', () => {
  it('are those of all commands of the reference', () => {
    expect(commandsOf(JAPANESE)).toEqual(expect.arrayContaining([...commandsOf(ENGLISH)]));
  });

  it.each(JAPANESE)('are up to date: mailcertd $command', async (transcript) => {
    const environment = { LANG: 'ja_JP.UTF-8' };
    const { screen } = await typeCommand(transcript.argv, { ...(await wholeContosoDesk()), environment, locale: 'ja' });
    hold(transcript, screen);
  });
});
