import { type Command, Option } from 'commander';
import { SECOND } from '../../../domain/time.ts';
import { textOrJsonOption } from '../arguments/format-options.ts';
import { parseSpan } from '../arguments/time-arguments.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { ReloadOptions } from './reload-servers.ts';

/** Adds `mailcertd connectors reload`. */
export function addConnectorsReload(connectors: Command, invocation: Invocation): void {
  connectors
    .command('reload')
    .description('reload each server once, and verify what it serves afterwards')
    .argument('[connector...]', 'names, unique prefixes or FQDNs of connectors')
    .option('--file <path>', 'connectors that use this certificate file or directory')
    .option('--server <name>', 'connectors of this server, for example postfix')
    .option('--all', 'all connectors that can be reloaded')
    .option('--dry-run', 'show the served and the selected certificates; reload nothing')
    .addOption(
      new Option('--wait <duration>', 'how long to wait for the certificates on disk to be served')
        .argParser(parseSpan)
        .default(30 * SECOND, '30s'),
    )
    .addOption(textOrJsonOption())
    .action((words: readonly string[], options: ReloadOptions) =>
      import('./reload-servers.ts').then(({ reloadServers }) => reloadServers(words, options, invocation)),
    );
}
