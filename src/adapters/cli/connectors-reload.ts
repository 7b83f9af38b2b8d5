import { type Command, Option } from 'commander';
import { SECOND } from '../../domain/time.ts';
import type { Invocation } from './invocation.ts';
import type { ReloadOptions } from './reload-connector.ts';
import { textOrJsonOption } from './text-or-json.ts';
import { parseSpan } from './time-arguments.ts';

/** `mailcertd connectors reload`: that a renewed certificate is really presented. */
export function addConnectorsReload(connectors: Command, invocation: Invocation): void {
  connectors
    .command('reload')
    .description('have its server read the certificate again, and prove that it presents it')
    .argument('<connector>', 'its name, the front of it, or its FQDN')
    .option('--dry-run', 'show what it presents now and what it should; reload nothing')
    .addOption(
      new Option('--wait <duration>', 'how long it may take until it is presented')
        .argParser(parseSpan)
        .default(30 * SECOND, '30s'),
    )
    .addOption(textOrJsonOption())
    .action((word: string, options: ReloadOptions) =>
      import('./reload-connector.ts').then(({ reloadConnector }) => reloadConnector(word, options, invocation)),
    );
}
