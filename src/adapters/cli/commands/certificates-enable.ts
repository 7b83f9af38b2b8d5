import type { Command } from 'commander';
import type { Service } from '../../../domain/certificate/certificate.ts';
import { addChangingOptions, type ChangingOptions, servicesOption } from '../arguments/changing-options.ts';
import type { Invocation } from '../invocation.ts';
import { findInStores } from './find-in-stores.ts';

interface EnableOptions extends ChangingOptions {
  readonly services: readonly Service[];
  readonly replace?: true;
}

/**
 * Adds `mailcertd certificates enable`.
 * @see https://learn.microsoft.com/powershell/module/exchange/enable-exchangecertificate
 */
export function addCertificatesEnable(certificates: Command, invocation: Invocation): void {
  const command = certificates
    .command('enable')
    .description('enable a certificate of the store named My for services, besides those that it has')
    .argument('<certificate>', 'its thumbprint, the front of it, a DNS name, or its file')
    .addOption(servicesOption('what for').makeOptionMandatory())
    .option('--replace', 'for these services alone, in place of those that it has');
  addChangingOptions(command, 'let it take the place of the internal transport certificate, unasked').action(
    (word: string, { services, replace, ...options }: EnableOptions) =>
      invocation.withSession([], async (session) => {
        const { orderChange } = await import('./order-change.ts');
        const asked = { verb: 'enable', format: options.format, among: 'certificates' } as const;
        const thumbprint = await findInStores(word, asked, session, invocation);
        if (thumbprint === undefined) return;
        const order = { verb: 'enable', thumbprint, services, replaces: replace === true } as const;
        await orderChange(order, options, session, invocation);
      }),
  );
}
