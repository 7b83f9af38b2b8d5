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
  it('have no option that a parent command has too, except below events, which knows of them', () => {
    const { dependencies } = deskDependencies({});
    const { program } = buildProgram(dependencies, new Output(dependencies));
    expect(taken(program).filter((each) => !each.startsWith('mailcertd events export '))).toEqual([
      'mailcertd events show --format',
    ]);
  });

  it('have a help of at most 70 characters for each global option', () => {
    const { dependencies } = deskDependencies({});
    const { program } = buildProgram(dependencies, new Output(dependencies));
    expect(program.options.filter(({ description }) => description.length > 70)).toEqual([]);
  });

  it('say that config show prints the file, which the daemon may not have accepted', () => {
    const { dependencies } = deskDependencies({});
    const { program } = buildProgram(dependencies, new Output(dependencies));
    const config = program.commands.find((command) => command.name() === 'config');
    const show = config?.commands.find((command) => command.name() === 'show');
    expect(show?.description()).toBe('print the configuration of the file, with all defaults, as YAML');
  });
});
