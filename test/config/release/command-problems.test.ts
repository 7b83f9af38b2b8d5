import { Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { checkCommands } from '../../../config/release/command-problems.ts';

function newProgram(): Command {
  const program = new Command('mailcertd').option('--config <file>').exitOverride();
  const events = program.command('events').argument('[id...]').exitOverride();
  events.addOption(new Option('--format <format>').choices(['line', 'json']));
  events.command('show').argument('<record>').exitOverride();
  program.command('config').argument('[command...]').exitOverride().command('check').exitOverride();
  return program;
}

const check = (text: string) => checkCommands('page.md', text, newProgram);

describe('the commands of a document', () => {
  it.each([
    ['```sh\nmailcertd events 12014 --format json | jq . # a comment: mailcertd x\n```', 1],
    ['```sh\nsudo mailcertd \\\n  events && systemctl reload postfix; mailcertd config check >/tmp/x\n```', 2],
    ['```console\n$ mailcertd events show 1\nmailcertd gone\n```', 1],
    ['    X=1 npx mailcertd --config "a b" events   # indented', 1],
    ['1. A list:\n\n   ```sh\n   id=$(mailcertd events | tail)\n   ```', 1],
    ['```text\nWhat to do:\n  mailcertd events show 1\n```', 1],
    ['```sh\nmailcertd events [--format FORMAT]\n```', 0],
    ['`mailcertd gone`, and a text', 0],
  ])('are found and accepted: %s', async (text, count) => {
    expect(await check(text)).toEqual({ count, problems: [] });
  });

  it.each([
    ['```sh\n\nmailcertd events --gone\n```', "page.md:3: mailcertd events --gone: error: unknown option '--gone'"],
    ['```sh\nmailcertd events --format xml\n```', "page.md:2: mailcertd events --format xml: error: option '--format"],
    [
      '```sh\nmailcertd events show\n```',
      "page.md:2: mailcertd events show: error: missing required argument 'record'",
    ],
    ['```console\n# mailcertd config gone\n```', 'page.md:2: mailcertd config gone: unknown command gone'],
    ['```sh\ntrue | mailcertd config check --gone\n```', 'page.md:2: mailcertd config check --gone: error: unknown'],
  ])('are refused if the program does not accept them: %s', async (text, problem) => {
    expect((await check(text)).problems).toEqual([expect.stringContaining(problem)]);
  });
});
