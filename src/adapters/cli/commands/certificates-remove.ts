import type { Command } from 'commander';
import { addChangeCommandOptions, type ChangeCommandOptions } from '../arguments/change-command-options.ts';
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
  const forceDescription = 'also if connectors select it, or if it is the last for a name';
  addChangeCommandOptions(command, { forceDescription }).action((word: string, changeOptions: ChangeCommandOptions) =>
    invocation.withSession(async (session) => {
      // Loaded only if the command runs, so that other commands start faster.
      const { runStoreCommand } = await import('./run-store-command.ts');
      const search = { verb: 'remove', format: changeOptions.format, accepts: 'certificates and CSRs' } as const;
      const id = await findInStores(word, search, session, invocation);
      if (id === undefined) return;
      await runStoreCommand({ verb: 'remove', id }, changeOptions, session, invocation);
    }),
  );
}
