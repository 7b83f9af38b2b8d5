import type { Command } from 'commander';
import { textOrJsonOption } from '../arguments/format-options.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { explanationDocument } from '../json/explain-document.ts';
import { jsonDocument } from '../json/json-document.ts';
import { notifierDocument } from '../json/notifier-document.ts';

/**
 * Adds `mailcertd status`. The exit code is 0 if the status is known, even if there are problems.
 */
export function addStatus(program: Command, invocation: Invocation): void {
  program
    .command('status')
    .description('show open conditions, connectors and their certificates, and stores')
    .addOption(textOrJsonOption())
    .action(({ format }: { readonly format: 'text' | 'json' }) =>
      invocation.withReadOnlySession(async (session) => {
        const status = await session.operations.status(invocation.dependencies.signal);
        const { output } = invocation;
        if (format === 'json')
          return output.print(
            jsonDocument({
              ...status,
              connectors: status.connectors.map((explanation) => explanationDocument(explanation)),
              notifiers: status.notifiers.map(notifierDocument),
              profile: session.profile,
            }),
          );
        const { statusScreen } = await import('../screens/status-screen.ts');
        await output.print(statusScreen(status, invocation.screenContext(session)));
      }),
    );
}
