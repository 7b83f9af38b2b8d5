import type { Command } from 'commander';
import type { Invocation } from './invocation.ts';
import type { ReloadOptions } from './reload-connector.ts';
import { textOrJsonOption } from './text-or-json.ts';

/** `mailcertd connectors reload`: that a renewed certificate is really presented. */
export function addConnectorsReload(connectors: Command, invocation: Invocation): void {
  connectors
    .command('reload')
    .description('have its server read the certificate again, and prove that it presents it')
    .argument('<connector>', 'its name, the front of it, or its FQDN')
    .option('--dry-run', 'show what it presents now and what it should; reload nothing')
    .addOption(textOrJsonOption())
    .action((word: string, options: ReloadOptions) =>
      import('./reload-connector.ts').then(({ reloadConnector }) => reloadConnector(word, options, invocation)),
    );
}
