import { type Command, Option } from 'commander';
import { addChangeCommandOptions, type ChangeCommandOptions, parseYears } from '../arguments/change-command-options.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { findInStores } from './find-in-stores.ts';

interface RenewOptions extends ChangeCommandOptions {
  /** `same`: the lifetime of the renewed certificate. */
  readonly years?: number | 'same';
  /** True: creates a CSR. */
  readonly request?: true;
}

/**
 * Adds `mailcertd certificates renew`, which creates a successor of a certificate as
 * `Get-ExchangeCertificate | New-ExchangeCertificate` does.
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
  const forceDescription = 'create a self-signed certificate even if a CA issued the previous one';
  addChangeCommandOptions(command, { forceDescription }).action(
    (word: string, { years, request, ...changeOptions }: RenewOptions) =>
      invocation.withSession(async (session) => {
        // Loaded only if the command runs, so that other commands start faster.
        const { runStoreCommand } = await import('./run-store-command.ts');
        const search = { verb: 'renew', format: changeOptions.format, accepts: 'certificates' } as const;
        const thumbprint = await findInStores(word, search, session, invocation);
        if (thumbprint === undefined) return;
        const storeCommand = { verb: 'renew', thumbprint, years, isRequest: request === true } as const;
        await runStoreCommand(storeCommand, changeOptions, session, invocation);
      }),
  );
}
