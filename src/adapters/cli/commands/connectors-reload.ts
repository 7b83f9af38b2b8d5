import { type Command, Option } from 'commander';
import { SECOND } from '../../../domain/time.ts';
import { textOrJsonOption } from '../arguments/text-or-json.ts';
import { parseSpan } from '../arguments/time-arguments.ts';
import type { Invocation } from '../invocation.ts';
import type { ReloadOptions } from './reload-servers.ts';

/** Adds `mailcertd connectors reload`. */
export function addConnectorsReload(connectors: Command, invocation: Invocation): void {
  connectors
    .command('reload')
    .description('reload each server once, and verify what it serves afterwards')
    .argument('[connector...]', 'names, unique prefixes or FQDNs of connectors')
    .option('--file <path>', 'every connector that uses this certificate file or directory')
    .option('--server <name>', 'every connector of this server, for example postfix')
    .option('--all', 'every connector that can be reloaded')
    .option('--dry-run', 'show what is served now and what should be; reload nothing')
    .addOption(
      new Option('--wait <duration>', 'how long to wait until the certificates on disk are served')
        .argParser(parseSpan)
        .default(30 * SECOND, '30s'),
    )
    .addOption(textOrJsonOption())
    .action((words: readonly string[], options: ReloadOptions) =>
      import('./reload-servers.ts').then(({ reloadServers }) => reloadServers(words, options, invocation)),
    );
}
