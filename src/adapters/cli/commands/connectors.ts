import type { Command } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { CONNECTOR_FIELDS } from '../../../formats/document/connector-fields.ts';
import { parseWords } from '../../../formats/filter/parse-words.ts';
import { parseMoment } from '../../../formats/filter/time-arguments.ts';
import { collectValues } from '../arguments/collect-values.ts';
import { formatOption } from '../arguments/format-option.ts';
import { refuseUnknownWord } from '../arguments/refuse-unknown-word.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CONNECTORS_HELP } from '../text/help/connectors-help.ts';
import { OPTION_HELP } from '../text/help/option-help.ts';
import { addConnectorsDiscover } from './connectors-discover.ts';
import { addConnectorsProbe } from './connectors-probe.ts';
import { addConnectorsReload } from './connectors-reload.ts';
import type { ConnectorListOptions } from './list-connectors.ts';
import type { ExplainOptions } from './simulate-connectors.ts';

const ALL_FIELDS = Object.keys(CONNECTOR_FIELDS);

/** Adds `mailcertd connectors` with its subcommands. */
export function addConnectors(program: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(CONNECTORS_HELP, locale);
  const connectors = program.command('connectors').description(help.description);
  connectors
    .command('list', { isDefault: true })
    .description(help.list.description)
    .argument('[command...]')
    .addOption(formatOption(['table', 'json', 'tsv'], locale))
    .option('--fields <fields>', inLanguage(OPTION_HELP, locale).fields(ALL_FIELDS.join(', ')), (text) =>
      parseWords(text, ALL_FIELDS),
    )
    .action(async (words: readonly string[], options: ConnectorListOptions) => {
      refuseUnknownWord(words[0], connectors);
      const { listConnectors } = await import('./list-connectors.ts');
      await listConnectors(options, ALL_FIELDS, invocation);
    });
  connectors
    .command('explain')
    .description(help.explain.description)
    .argument('[connector]', help.explain.connector)
    .option('--with <file>', help.explain.with, collectValues)
    .option('--store <name>', help.explain.store)
    .option('--at <time>', help.explain.at, parseMoment)
    .addOption(formatOption(['text', 'json'], locale))
    .action(async (word: string | undefined, options: ExplainOptions) => {
      const { explainConnector } = await import('./explain-connector.ts');
      await explainConnector(word, options, invocation);
    });
  addConnectorsDiscover(connectors, invocation);
  addConnectorsProbe(connectors, invocation);
  addConnectorsReload(connectors, invocation);
}
