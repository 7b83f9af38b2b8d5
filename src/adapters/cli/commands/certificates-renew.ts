import { type Command, Option } from 'commander';
import { addChangingOptions, type ChangingOptions, parseYears } from '../arguments/changing-options.ts';
import type { Invocation } from '../invocation.ts';
import { findInStores } from './find-in-stores.ts';

interface RenewOptions extends ChangingOptions {
  readonly years?: number | 'same';
  readonly request?: true;
}

/**
 * Adds `mailcertd certificates renew`, which clones a certificate as `Get-ExchangeCertificate |
 * New-ExchangeCertificate` does.
 */
export function addCertificatesRenew(certificates: Command, invocation: Invocation): void {
  const command = certificates
    .command('renew')
    .description('clone a certificate: the same names and services, a new key and a new date; the old one stays')
    .argument('<certificate>', 'its thumbprint, the front of it, a DNS name, or its file')
    .option(
      '--years <n>',
      'how many calendar years it is valid, or same: as long as the one before (default: 1)',
      (text) => (text.toLowerCase() === 'same' ? 'same' : parseYears(text)),
    )
    .addOption(
      new Option('--request', 'a request (PKCS#10) for the next one, for the authority that issued it').conflicts(
        'years',
      ),
    );
  addChangingOptions(command, 'a self-signed clone even of what an authority has issued').action(
    (word: string, { years, request, ...options }: RenewOptions) =>
      invocation.withSession([], async (session) => {
        const { orderChange } = await import('./order-change.ts');
        const asked = { verb: 'renew', format: options.format, among: 'certificates' } as const;
        const thumbprint = await findInStores(word, asked, session, invocation);
        if (thumbprint === undefined) return;
        await orderChange(
          { verb: 'renew', thumbprint, years, isRequest: request === true },
          options,
          session,
          invocation,
        );
      }),
  );
}
