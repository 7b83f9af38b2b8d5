import type { Command } from 'commander';
import type { Invocation } from './invocation.ts';
import { jsonDocument } from './json-document.ts';
import { notifierDocument } from './notifier-document.ts';
import { textOrJsonOption } from './text-or-json.ts';

/** `mailcertd status`: is everything all right? Exit 0 when it could answer. */
export function addStatus(program: Command, invocation: Invocation): void {
  program
    .command('status')
    .description('is everything all right? What is open, what each connector presents, what could be read')
    .addOption(textOrJsonOption())
    .action(({ format }: { readonly format: 'text' | 'json' }) =>
      invocation.withReading(async (session) => {
        const status = await session.operations.status(invocation.means.signal);
        const { output } = invocation;
        if (format === 'json')
          return output.print(
            jsonDocument({ ...status, notifiers: status.notifiers.map(notifierDocument), profile: session.profile }),
          );
        const { statusScreen } = await import('./status-screen.ts');
        await output.print(statusScreen(status, invocation.screen(session)));
      }),
    );
}
