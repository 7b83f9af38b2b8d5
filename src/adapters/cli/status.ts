import type { Command } from 'commander';
import type { Invocation } from './invocation.ts';
import { jsonDocument } from './json-document.ts';
import { statusScreen } from './status-screen.ts';
import { textOrJsonOption } from './text-or-json.ts';

/** `mailcertd status`: is everything all right? Exit 0 when it could answer. */
export function addStatus(program: Command, invocation: Invocation): void {
  program
    .command('status')
    .description('is everything all right? What is open, what each connector presents, what could be read')
    .addOption(textOrJsonOption())
    .action(({ format }: { readonly format: 'text' | 'json' }) =>
      invocation.withSession([], async ({ operations, rendering, profile }) => {
        const status = await operations.status(invocation.means.signal);
        const { output, colors } = invocation;
        await output.print(
          format === 'json'
            ? jsonDocument({ ...status, profile })
            : statusScreen(status, { rendering, profile, colors }),
        );
      }),
    );
}
