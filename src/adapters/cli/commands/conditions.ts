import type { Command } from 'commander';
import { activeSilences } from '../../../domain/alert/active-silences.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { tableOrJsonOption } from '../arguments/format-options.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { jsonDocument } from '../json/json-document.ts';
import { CONDITION_PHRASES } from '../text/condition-phrases.ts';

/** Adds `mailcertd conditions`, which lists the open conditions. */
export function addConditions(program: Command, invocation: Invocation): void {
  program
    .command('conditions')
    .description('list open conditions, worst first, then oldest first')
    .addOption(tableOrJsonOption())
    .action(({ format }: { readonly format: 'table' | 'json' }) =>
      invocation.withReadOnlySession(async (session) => {
        const { output, dependencies } = invocation;
        const open = await session.operations.conditions();
        const silences = (await session.notifications.silences()) ?? [];
        const silenced = activeSilences(
          open ?? [],
          silences.map(({ silence }) => silence),
          dependencies.clock.now(),
        );
        const { nothingOpen, openConditionsUnknown } = inLanguage(CONDITION_PHRASES, session.rendering.locale);
        if (open === undefined) {
          output.note(openConditionsUnknown);
          invocation.exitCode = 1;
        }
        if (format === 'json') {
          const documents = open?.map((condition) => ({
            ...condition,
            silencedBy: silenced.get(condition.conditionId)?.silenceId,
          }));
          return output.print(jsonDocument(documents));
        }
        if (open === undefined) return;
        const { conditionTable } = await import('../screens/condition-table.ts');
        await output.print(conditionTable(open, silenced, dependencies.clock.now(), invocation.screenContext(session)));
        if (open.length === 0 && invocation.verbosity >= 0) output.note(nothingOpen);
      }),
    );
}
