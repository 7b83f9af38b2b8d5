import type { Command } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { exchangeExportOption } from '../arguments/exchange-export-option.ts';
import { formatOption } from '../arguments/format-option.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CONNECTORS_HELP } from '../text/help/connectors-help.ts';
import type { DiscoverOptions } from './discover-connectors.ts';

/** Adds `mailcertd connectors discover`. */
export function addConnectorsDiscover(connectors: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(CONNECTORS_HELP, locale).discover;
  connectors
    .command('discover')
    .description(help.description)
    .addOption(exchangeExportOption(locale))
    .addOption(formatOption(['table', 'json'], locale))
    .action(async (options: DiscoverOptions) => {
      const { discoverConnectors } = await import('./discover-connectors.ts');
      await discoverConnectors(options, invocation);
    });
}
