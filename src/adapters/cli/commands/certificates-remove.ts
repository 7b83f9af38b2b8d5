import type { Command } from 'commander';
import { addChangingOptions, type ChangingOptions } from '../arguments/changing-options.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { findInStores } from './find-in-stores.ts';

/**
 * Adds `mailcertd certificates remove`.
 * @see https://learn.microsoft.com/powershell/module/exchange/remove-exchangecertificate
 */
export function addCertificatesRemove(certificates: Command, invocation: Invocation): void {
  const command = certificates
    .command('remove')
    .description('move a certificate or pending CSR from the store My to the trash')
    .argument('<certificate>', 'thumbprint or unique prefix, DNS name, or file; for a CSR, its SHA-256');
  addChangingOptions(command, 'also if connectors select it, or if it is the last for a name').action(
    (word: string, options: ChangingOptions) =>
      invocation.withSession([], async (session) => {
        const { runStoreCommand } = await import('./run-store-command.ts');
        const search = { verb: 'remove', format: options.format, among: 'requests too' } as const;
        const id = await findInStores(word, search, session, invocation);
        if (id === undefined) return;
        await runStoreCommand({ verb: 'remove', id }, options, session, invocation);
      }),
  );
}
