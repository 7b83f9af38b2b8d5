import type { Command } from 'commander';
import type { Invocation } from './invocation.ts';
import { jsonDocument } from './json-document.ts';
import { tableOrJsonOption } from './text-or-json.ts';
import { wordsOf } from './words-of.ts';

/** `mailcertd conditions`: what the daemon holds open. */
export function addConditions(program: Command, invocation: Invocation): void {
  program
    .command('conditions')
    .description('what is open: worst first, then oldest first')
    .addOption(tableOrJsonOption())
    .action(({ format }: { readonly format: 'table' | 'json' }) =>
      invocation.withSession([], async (session) => {
        const { output, means } = invocation;
        const open = await session.operations.conditions();
        const { nothingOpen, openUnknown } = wordsOf(session.rendering.locale);
        if (open === undefined) {
          output.tell(openUnknown);
          invocation.exitCode = 1;
        }
        if (format === 'json') return output.print(jsonDocument(open ?? null));
        if (open === undefined) return;
        const { conditionTable } = await import('./condition-table.ts');
        await output.print(conditionTable(open, means.clock.now(), invocation.screen(session)));
        if (open.length === 0 && invocation.verbosity >= 0) output.tell(nothingOpen);
      }),
    );
}
