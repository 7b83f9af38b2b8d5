import type { Command } from 'commander';
import type { Invocation } from '../invocation/invocation.ts';

/** Adds `mailcertd demo`, which `npm start` runs. */
export function addDemo(program: Command, invocation: Invocation): void {
  program
    .command('demo', { hidden: true })
    .description('create a sample store under ./var/demo and run the daemon on it')
    .action(() => invocation.dependencies.demo());
}
