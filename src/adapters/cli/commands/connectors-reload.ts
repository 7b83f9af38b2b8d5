import { type Command, Option } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { SECOND } from '../../../domain/time.ts';
import { parseSpan } from '../../../formats/filter/time-arguments.ts';
import { formatOption } from '../arguments/format-option.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CONNECTORS_HELP } from '../text/help/connectors-help.ts';
import type { ReloadOptions } from './reload-servers.ts';

/** Adds `mailcertd connectors reload`. */
export function addConnectorsReload(connectors: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(CONNECTORS_HELP, locale).reload;
  connectors
    .command('reload')
    .description(help.description)
    .argument('[connector...]', help.connector)
    .option('--file <path>', help.file)
    .option('--server <name>', help.server)
    .option('--all', help.all)
    .option('--dry-run', help.dryRun)
    .addOption(new Option('--wait <duration>', help.wait).argParser(parseSpan).default(30 * SECOND, '30s'))
    .addOption(formatOption(['text', 'json'], locale))
    .action((words: readonly string[], options: ReloadOptions) =>
      import('./reload-servers.ts').then(({ reloadServers }) => reloadServers(words, options, invocation)),
    );
}
