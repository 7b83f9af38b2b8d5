import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commandPath } from '../../../src/adapters/cli/arguments/command-path.ts';
import { buildProgram } from '../../../src/adapters/cli/program.ts';
import { Output } from '../../../src/adapters/cli/session/output.ts';
import { deskDependencies } from './desk.ts';

const flagsOf = ({ options }: Command): readonly string[] =>
  options.flatMap(({ long, short }) => [long, short]).filter((flag) => flag !== undefined);

/**
 * Returns the options of commands that a parent command has too. The parent would take their
 * values.
 */
function taken(command: Command, above: readonly string[] = []): readonly string[] {
  const own = flagsOf(command);
  const here = own.filter((flag) => above.includes(flag)).map((flag) => `${commandPath(command)} ${flag}`);
  return [...here, ...command.commands.flatMap((below) => taken(below, [...above, ...own]))];
}

describe('the commands', () => {
  it('have no option that a parent command has too, with one exception', () => {
    const { dependencies } = deskDependencies({});
    const { program } = buildProgram(dependencies, new Output(dependencies));
    expect(taken(program)).toEqual(['mailcertd events show --format']);
  });
});
