import type { Command } from 'commander';
import { addChangingOptions, type ChangingOptions } from '../arguments/changing-options.ts';
import type { Invocation } from '../invocation.ts';
import { findInStores } from './find-in-stores.ts';

/**
 * Adds `mailcertd certificates remove`.
 * @see https://learn.microsoft.com/powershell/module/exchange/remove-exchangecertificate
 */
export function addCertificatesRemove(certificates: Command, invocation: Invocation): void {
  const command = certificates
    .command('remove')
    .description('take a certificate, or a pending request, out of the store named My; its files go to a trash folder')
    .argument(
      '<certificate>',
      'its thumbprint, the front of it, a DNS name, or its file; of a request the SHA-256 takes the place of the thumbprint',
    );
  addChangingOptions(command, 'even one that connectors present, or the last for a name').action(
    (word: string, options: ChangingOptions) =>
      invocation.withSession([], async (session) => {
        const { orderChange } = await import('./order-change.ts');
        const asked = { verb: 'remove', format: options.format, among: 'requests too' } as const;
        const id = await findInStores(word, asked, session, invocation);
        if (id === undefined) return;
        await orderChange({ verb: 'remove', id }, options, session, invocation);
      }),
  );
}
