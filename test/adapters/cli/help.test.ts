import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commandPath } from '../../../src/adapters/cli/arguments/command-path.ts';
import { completionScript } from '../../../src/adapters/cli/completion/completion-script.ts';
import { buildProgram } from '../../../src/adapters/cli/program.ts';
import { Output } from '../../../src/adapters/cli/session/output.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';
import { terminalWidth } from '../../../src/formats/terminal/terminal-width.ts';
import { deskDependencies, typeCommand } from './desk.ts';

/** A Japanese character, or full-width punctuation. */
const JAPANESE = /[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]/;
/** Three lower-case words in a row: a part of a sentence. A name of a command is left out. */
const ENGLISH_SENTENCE = /(?<![-\w./])[a-z]+ [a-z]+ [a-z]+(?![-\w./])/;
const SHELLS = ['bash', 'zsh', 'fish'] as const;

const programIn = (locale: Locale): Command => {
  const { dependencies } = deskDependencies();
  return buildProgram(dependencies, new Output(dependencies), ['--locale', locale]).program;
};

const allIn = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(allIn)];

const COMMANDS: readonly (readonly [string, Command, Command])[] = allIn(programIn('en')).map((english, index) => {
  const japanese = allIn(programIn('ja'))[index];
  if (japanese === undefined) throw new Error(`${commandPath(english)} is missing`);
  return [commandPath(english), english, japanese];
});

/** Returns the descriptions of a command by what they describe; those of hidden options are left out. */
function descriptionsOf(command: Command): ReadonlyMap<string, string> {
  const help = command.createHelp();
  return new Map([
    ['command', command.description()],
    ...help.visibleOptions(command).map((option): [string, string] => [option.flags, option.description]),
    ...help.visibleArguments(command).map((argument): [string, string] => [argument.name(), argument.description]),
  ]);
}

/** Returns a help page without command lines, options, placeholders and file names. */
const proseOf = (page: string): string =>
  page
    .replace(/^(Usage|使用法): .*$/m, '')
    .replace(/^ {2}\S.*? {2,}/gm, '')
    .replace(/"[\w-]+"|--?[\w-]+|\S*[/.:=$]\S*/g, '');

describe.each(COMMANDS)('the help of %s', (path, english, japanese) => {
  it('has another description in Japanese for each option and argument', () => {
    const inEnglish = descriptionsOf(english);
    const inJapanese = descriptionsOf(japanese);
    expect([...inJapanese.keys()]).toEqual([...inEnglish.keys()]);
    expect([...inEnglish].filter(([, text]) => text === '')).toEqual([]);
    expect([...inJapanese].filter(([key, text]) => !JAPANESE.test(text) || text === inEnglish.get(key))).toEqual([]);
  });

  it('has no English sentence in Japanese', () => {
    const page = japanese.helpInformation();
    expect(page).toMatch(/^使用法: mailcertd /);
    expect(page).not.toMatch(/Usage:|Options:|Arguments:|Commands:|choices:|default:/);
    expect(ENGLISH_SENTENCE.exec(proseOf(page))?.[0]).toBeUndefined();
  });

  it('has no Japanese character in English', () => {
    expect(JAPANESE.exec(english.helpInformation())?.[0]).toBeUndefined();
  });

  it('has descriptions in Japanese without a finished sentence', () => {
    for (const text of descriptionsOf(japanese).values()) expect(text).not.toMatch(/です|ます|ください|。/);
  });

  it.each([
    ['en', english],
    ['ja', japanese],
  ] as const)('fits into the 80 columns of a terminal, and is aligned: %s', (_, command) => {
    const lines = command.helpInformation().split('\n');
    expect(lines.filter((line) => terminalWidth(line) > 80)).toEqual([]);
    const starts = lines.flatMap((line) => {
      const term = /^ {2}\S.*? {2,}(?=\S)/.exec(line)?.[0];
      return term === undefined ? [] : [terminalWidth(term)];
    });
    expect(new Set(starts).size).toBeLessThanOrEqual(1);
    expect(path).toBe(commandPath(command));
  });
});

describe('a help page', () => {
  it.each([
    [['--locale', 'ja', '--help'], {}],
    [['--locale=ja', '-h'], {}],
    [['--help'], { LANG: 'ja_JP.UTF-8' }],
    [['--help'], { LC_MESSAGES: 'ja', LANG: 'en_US.UTF-8' }],
  ])('is in Japanese for %j with %j', async (argv, environment) => {
    const { code, stdout, stderr } = await typeCommand(argv, { environment });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^使用法: mailcertd \[オプション\] コマンド\n\nメール コネクタが使う証明書の監視\n/);
    expect(stdout).toMatch(/^ {2}config コマンド {5}構成の作成、検査、表示$/m);
  });

  it.each([
    [
      'certificates list',
      `--format <format>            出力形式 (選択肢: "table"、"list"、"json"、\n${' '.repeat(31)}"tsv"、既定値: "table")`,
    ],
    ['scan', '-t, --timeout <duration>  すべての接続確認のタイムアウト (既定値: 60s)'],
    ['completion', 'shell       シェル (選択肢: "bash"、"zsh"、"fish")'],
  ])('of %s has the values and defaults in Japanese', async (typed, line) => {
    const { stdout } = await typeCommand([...typed.split(' '), '--locale', 'ja', '--help']);
    expect(stdout).toContain(`\n  ${line}\n`);
  });

  it('is in English with --locale en, also if the system is Japanese', async () => {
    const { stdout } = await typeCommand(['--locale', 'en', '--help'], { environment: { LANG: 'ja_JP.UTF-8' } });
    expect(stdout).toMatch(/^Usage: mailcertd \[options\] COMMAND\n/);
  });
});

describe.each(SHELLS)('the completion script for %s', (shell) => {
  const descriptions = (command: Command): readonly string[] =>
    allIn(command).flatMap((each) => [...descriptionsOf(each).values()]);

  it('has its descriptions in the language in which it is printed', async () => {
    const print = async (locale: Locale): Promise<string> =>
      (await typeCommand(['--locale', locale, 'completion', shell])).stdout;
    const [english, japanese] = [await print('en'), await print('ja')];
    expect(english).not.toMatch(JAPANESE);
    expect(english).toBe(completionScript(shell, programIn('en')));
    expect(descriptions(programIn('en')).filter((text) => text.includes(' ') && japanese.includes(text))).toEqual([]);
    // Bash shows no descriptions.
    if (shell !== 'bash') expect(japanese).toContain('イベント ログの表示 (古い順)');
  });

  it('is the same in both languages except for the descriptions', () => {
    const [english, japanese] = (['en', 'ja'] as const).map((locale) => {
      const program = programIn(locale);
      const texts = [...new Set(descriptions(program))]
        // The description `shell` is also a word of the scripts.
        .filter((text) => text !== 'shell')
        .sort((a, b) => b.length - a.length);
      const quoted = texts.flatMap((text) => [
        text,
        text.replaceAll("'", "'\\''"),
        text.replaceAll("'", "\\'"),
        text.replaceAll(':', '\\:'),
      ]);
      return quoted.reduce((script, text) => script.replaceAll(text, '…'), completionScript(shell, program));
    });
    expect(japanese).toBe(english);
  });
});
