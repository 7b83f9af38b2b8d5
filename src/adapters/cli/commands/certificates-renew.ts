import { type Command, Option } from 'commander';
import { addChangingOptions, type ChangingOptions, parseYears } from '../arguments/changing-options.ts';
import type { Invocation } from '../invocation/invocation.ts';
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
    .description('create a successor with the same names and services and a new key')
    .argument('<certificate>', 'thumbprint or unique prefix, DNS name, or file')
    .option('--years <n>', 'validity in calendar years, or same as the previous one (default: 1)', (text) =>
      text.toLowerCase() === 'same' ? 'same' : parseYears(text),
    )
    .addOption(
      new Option('--request', 'create a CSR (PKCS#10) for the CA that issued the certificate').conflicts('years'),
    );
  addChangingOptions(command, 'create a self-signed certificate even if a CA issued the previous one').action(
    (word: string, { years, request, ...options }: RenewOptions) =>
      invocation.withSession([], async (session) => {
        const { runStoreCommand } = await import('./run-store-command.ts');
        const search = { verb: 'renew', format: options.format, among: 'certificates' } as const;
        const thumbprint = await findInStores(word, search, session, invocation);
        if (thumbprint === undefined) return;
        await runStoreCommand(
          { verb: 'renew', thumbprint, years, isRequest: request === true },
          options,
          session,
          invocation,
        );
      }),
  );
}
