import type { Command } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { statusDocument } from '../../../formats/document/status-document.ts';
import { formatOption } from '../arguments/format-option.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { SINGLE_COMMANDS_HELP } from '../text/help/single-commands-help.ts';

/**
 * Adds `mailcertd status`. The exit code is 0 if the status is known, even if there are problems.
 */
export function addStatus(program: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(SINGLE_COMMANDS_HELP, locale).status;
  program
    .command('status')
    .description(help.description)
    .addOption(formatOption(['text', 'json'], locale))
    .action(({ format }: { readonly format: 'text' | 'json' }) =>
      invocation.withReadOnlySession(async (session) => {
        const status = await session.operations.status(invocation.dependencies.signal);
        const { output } = invocation;
        if (format === 'json') return output.print(jsonDocument(statusDocument(status, session.profile)));
        const { statusScreen } = await import('../screens/status-screen.ts');
        await output.print(statusScreen(status, invocation.screenContext(session)));
      }),
    );
}
