import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commandPath } from '../../../src/adapters/cli/arguments/command-path.ts';
import { buildProgram } from '../../../src/adapters/cli/program.ts';
import { Output } from '../../../src/adapters/cli/session/output.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';
import { deskDependencies, typeCommand } from './desk.ts';
import { EVERY_COMMAND } from './every-command.ts';
import { LANGUAGE_HOSTS } from './language-hosts.ts';

const JAPANESE = /[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]/u;

/**
 * Two words in a row, the second in lower case: a part of a sentence. A path or a name with a dot is
 * left out.
 */
const ENGLISH_SENTENCE = /(?<![-\w./=])[A-Za-z][a-z]*(?: [a-z]{2,})+(?![-\w/=])/;

const allIn = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(allIn)];

const { dependencies } = deskDependencies();
const COMMANDS = allIn(buildProgram(dependencies, new Output(dependencies)).program);
const PATHS = COMMANDS.map(commandPath);

/** The words that begin a command line of another program. */
const PROGRAMS = /\b(?:systemctl|openssl|certbot|setfacl|chmod|chown|sudo)(?: [\w-]+)+/g;

/** The English texts that are the same in every language, with the reason. */
const ALLOWED: readonly (readonly [text: string, reason: string])[] = [
  ['try again later', 'an SMTP server said it'],
  ['renewal is ordered', 'an administrator wrote it as the reason of a silence'],
  ['Ready to start', 'an SMTP server said it'],
  ['reloaded postfix', 'a program printed it'],
  ['Legacy device', 'a connector has this name'],
  ['By file', 'a connector has this name'],
  ['postfix smtp', 'a connector has this name'],
  ['postfix submissions', 'a connector has this name'],
];

/** Returns a line without commands and allowed texts. */
function proseOf(line: string): string {
  const withoutCommands = PATHS.toSorted((one, other) => other.length - one.length).reduce(
    (text, path) => text.replaceAll(path, '$'),
    line.replaceAll(PROGRAMS, '$'),
  );
  return ALLOWED.reduce((text, [allowed]) => text.replaceAll(allowed, '…'), withoutCommands);
}

/**
 * Metrics and programs for a shell are read by programs; the descriptions are in help.test.ts. The
 * comments of `config show` are in show-configuration.test.ts.
 */
const FOR_PROGRAMS = new Set([
  'mailcertd metrics',
  'mailcertd completion',
  'mailcertd config schema',
  'mailcertd config show',
]);

/** Returns command lines that every command refuses: a wrong option, word or value, or a missing one. */
function refusedLines(command: Command): readonly string[] {
  const words = commandPath(command).split(' ').slice(1);
  const options = command.options.flatMap(({ long, required }) => (required && long ? [[long], [long, '?!']] : []));
  return [['--bogus'], ['a', 'b', 'c', 'd'], [], ...options].map((more) => [...words, ...more].join(' '));
}

/** Prints what each command line of a command prints on each host. */
async function screensOf(command: Command, locale: Locale): Promise<readonly (readonly [string, string])[]> {
  const screens: (readonly [string, string])[] = [];
  for (const [name, prepare] of Object.entries(LANGUAGE_HOSTS)) {
    for (const line of EVERY_COMMAND[commandPath(command)] ?? []) {
      const words = line.split(' ').filter((word) => word !== '');
      const { screen } = await typeCommand(['--locale', locale, ...words], { ...(await prepare()), locale });
      screens.push([`${line} (${name})`, screen]);
    }
  }
  const host = await LANGUAGE_HOSTS['documented']?.();
  for (const line of refusedLines(command)) {
    const { screen } = await typeCommand(['--locale', locale, ...line.split(' ')], { ...host, locale });
    screens.push([line, screen]);
  }
  return screens;
}

it('each command of the program is run', () => {
  expect(Object.keys(EVERY_COMMAND).toSorted()).toEqual(PATHS.toSorted());
});

it.each([
  ['connectors discover', 'このコンピューターのアドレスが含まれていません'],
  ['connectors discover', 'パス「%d」は変数の値によって変わります'],
  ['scan', 'services にはリストを指定してください'],
  ['check /store', 'パスワードで保護されています'],
  ['notifiers', 'トークンには空白を含まない'],
  ['deliveries', 'トークンには空白を含まない'],
  ['deliveries show 9d7c', 'トークンには空白を含まない'],
])('a failure that %s shows is in Japanese: %s', async (line, text) => {
  const host = await LANGUAGE_HOSTS['failing']?.();
  const { screen } = await typeCommand(['--locale', 'ja', ...line.split(' ')], { ...host, locale: 'ja' });
  expect(screen).toContain(text);
});

describe.each(COMMANDS.map((command) => [commandPath(command), command] as const))('%s', (path, command) => {
  it('prints no English sentence in Japanese', async () => {
    const screens = FOR_PROGRAMS.has(path) ? [] : await screensOf(command, 'ja');
    const found = screens.flatMap(([line, screen]) =>
      screen.split('\n').flatMap((text) => {
        const words = ENGLISH_SENTENCE.exec(proseOf(text))?.[0];
        return words === undefined ? [] : [`${line}: ${words} | ${text}`];
      }),
    );
    expect(found).toEqual([]);
  });

  it('prints no Japanese in English', async () => {
    const screens = await screensOf(command, 'en');
    const found = screens.flatMap(([line, screen]) =>
      screen.split('\n').flatMap((text) => (JAPANESE.test(text) ? [`${line}: ${text}`] : [])),
    );
    expect(found).toEqual([]);
  });
});
