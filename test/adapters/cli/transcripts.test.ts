import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { Output } from '../../../src/adapters/cli/output.ts';
import { buildProgram } from '../../../src/adapters/cli/program.ts';
import { pathOf } from '../../../src/adapters/cli/unknown-word.ts';
import type { MemoryLedger } from '../../fakes/memory-ledger.ts';
import { CONTOSO, contosoLedger } from './contoso.ts';
import { deskMeans, typeCommand } from './desk.ts';
import { transcriptsIn } from './transcripts.ts';

const ENGLISH = transcriptsIn(readFileSync(new URL('../../../docs/commands.md', import.meta.url), 'utf8'));
const JAPANESE = transcriptsIn(readFileSync(new URL('japanese.md', import.meta.url), 'utf8'));

let ledger: MemoryLedger | undefined;

describe('the reference of the commands', () => {
  it.each(ENGLISH)('shows what is printed: mailcertd $command', async ({ argv, screen }) => {
    ledger ??= await contosoLedger();
    expect((await typeCommand(argv, { world: CONTOSO, ledger })).screen).toBe(screen);
  });

  it('has the help of every command', () => {
    const { means } = deskMeans();
    const { program } = buildProgram(means, new Output(means));
    const paths = (command: Command): readonly string[] => [
      pathOf(command),
      ...program.createHelp().visibleCommands(command).flatMap(paths),
    ];
    const documented = ENGLISH.filter(({ argv }) => argv.at(-1) === '--help');
    expect(documented.map(({ argv }) => ['mailcertd', ...argv.slice(0, -1)].join(' '))).toEqual(
      expect.arrayContaining([...paths(program)]),
    );
  });
});

describe('the screens in Japanese', () => {
  it.each(JAPANESE)('are as written: mailcertd $command', async ({ argv, screen }) => {
    ledger ??= await contosoLedger();
    expect(
      (await typeCommand(argv, { world: CONTOSO, ledger, environment: { LANG: 'ja_JP.UTF-8' }, locale: 'ja' })).screen,
    ).toBe(screen);
  });
});
