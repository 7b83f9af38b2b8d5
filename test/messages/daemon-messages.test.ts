import { expect, test } from 'vitest';
import { daemonFailureMessages } from './messages-page.ts';

/** The advice for who ran a command. mailcertd itself tries again, so `tries again` is permitted. */
const ADVICE = {
  en: /\b(?:and|wait|must) try again|; try again|\brun (?:this|it|the command)\b|\bsudo\b|(?<!such )\bas root\b|\byours?\b/i,
  ja: /再実行|もう一度実行|少し待って|sudo|root で実行|ご自分|自分の/,
} as const;

/** The failures that only a command has, with the command: no event and no line of the daemon contains them. */
const ONLY_OF_COMMANDS: ReadonlyMap<string, string> = new Map([
  ['export_permission_denied', 'certificates export, events --export, state backup'],
  ['backup_file_denied', 'state restore'],
  ['configuration_not_found', 'every command, before the daemon starts'],
  ['configuration_needs_root', 'config init'],
]);

test.each(['en', 'ja'] as const)('no event and no line of the daemon advises who ran a command (%s)', (locale) => {
  const texts = daemonFailureMessages(locale).filter(([code]) => !ONLY_OF_COMMANDS.has(code));
  expect(texts.filter(([, text]) => ADVICE[locale].test(text))).toEqual([]);
});

test('each failure that only a command has advises who ran it', () => {
  const advising = daemonFailureMessages('en').filter(([, text]) => ADVICE.en.test(text));
  expect(advising.map(([code]) => code)).toEqual([...ONLY_OF_COMMANDS.keys()]);
});
