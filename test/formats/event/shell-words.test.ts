import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellWords } from '../../../src/formats/event/shell-words.ts';
import { visible } from '../../../src/formats/terminal/visible.ts';
import { hostileText } from './records.ts';

/**
 * Returns the arguments of command lines in a shell, in order. Fails if the shell ran or skipped
 * anything else.
 */
function read(shell: string, commands: readonly string[]): readonly string[][] {
  const script = `show() { printf '%s\\0' "$@"; printf '\\1\\0'; }\n${commands.map((command) => `show ${command}`).join('\n')}\n`;
  const env = { PATH: '/nowhere', HOME: '/home/evil', LC_ALL: 'C.UTF-8' };
  const { stdout, stderr } = spawnSync(shell, { input: script, encoding: 'utf8', env });
  expect(stderr).toBe('');
  const calls = stdout.split('\x01\0').slice(0, -1);
  return calls.map((call) => call.split('\0').slice(0, -1));
}

describe('a command for pasting', () => {
  it.each([
    [
      'plain words',
      ['mailcertd', 'certificates', 'enable', '3F2A', '--services', 'SMTP'],
      'mailcertd certificates enable 3F2A --services SMTP',
    ],
    ['a name with a space', ['x', 'Default MAIL01'], "x 'Default MAIL01'"],
    ['a quote', ['x', "it's"], "x 'it'\\''s'"],
    ['an expansion', ['x', '$(reboot)', '`id`', '*', '~root'], "x '$(reboot)' '`id`' '*' '~root'"],
    ['an empty argument', ['x', ''], "x ''"],
    ['a line end', ['x', 'a\nreboot'], "x $'a\\012reboot'"],
    ['a terminal sequence with a quote', ['x', "\x1b]0;'\\"], "x $'\\033]0;\\047\\134'"],
    ['a bidi mark', ['x', 'a\u202eb'], "x $'a\\342\\200\\256b'"],
    ['Japanese', ['x', 'メール'], "x 'メール'"],
    ['an assignment as the command', ['PATH=.', 'A=b'], "'PATH=.' A=b"],
  ])('quotes %s', (_, argv, command) => {
    expect(shellWords(argv)).toBe(command);
  });

  // Arguments of programs cannot contain NUL, and those that Node reads are well-formed.
  const possible = hostileText.map((text) =>
    text
      .replaceAll('\0', '')
      .replaceAll('\x01', '')
      .replace(/\p{Cs}/gu, '\ufffd'),
  );
  const commands = fc.sample(fc.array(possible, { minLength: 1, maxLength: 4 }), 500);

  it('has the same words in bash', () => {
    expect(read('/bin/bash', commands.map(shellWords))).toEqual(commands);
  });

  it('has as many words, and executes nothing, in a shell without dollar quotes', () => {
    const words = read('/bin/dash', commands.map(shellWords));
    expect(words.map(({ length }) => length)).toEqual(commands.map(({ length }) => length));
  });

  it('is one printable line', () => {
    for (const command of commands.map(shellWords)) expect(visible(command)).toBe(command);
  });
});
