import type { Command } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { conditionDocument } from '../../../formats/document/condition-document.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { formatOption } from '../arguments/format-option.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CONDITION_PHRASES } from '../text/condition-phrases.ts';
import { SINGLE_COMMANDS_HELP } from '../text/help/single-commands-help.ts';

/** Adds `mailcertd conditions`, which lists the open conditions. */
export function addConditions(program: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(SINGLE_COMMANDS_HELP, locale).conditions;
  program
    .command('conditions')
    .description(help.description)
    .addOption(formatOption(['table', 'json'], locale))
    .action(({ format }: { readonly format: 'table' | 'json' }) =>
      invocation.withReadOnlySession(async (session) => {
        const { output, dependencies } = invocation;
        const open = await session.operations.conditions();
        const silences = (await session.notifications.silences()) ?? [];
        const { activeSilences } = await import('../../../domain/alert/active-silences.ts');
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
          const documents = open?.map((each) => conditionDocument(each, silenced.get(each.conditionId)));
          return output.print(jsonDocument(documents));
        }
        if (open === undefined) return;
        const { conditionTable } = await import('../screens/condition-table.ts');
        await output.print(conditionTable(open, silenced, dependencies.clock.now(), invocation.screenContext(session)));
        if (open.length === 0 && invocation.verbosity >= 0) output.note(nothingOpen);
      }),
    );
}
