import type { Command } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { collectValues } from '../arguments/collect-values.ts';
import { formatOption } from '../arguments/format-option.ts';
import { parseWords } from '../arguments/parse-words.ts';
import { refuseUnknownWord } from '../arguments/refuse-unknown-word.ts';
import { parseMoment } from '../arguments/time-arguments.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CONNECTOR_FIELDS } from '../json/connector-fields.ts';
import { jsonDocument } from '../json/json-document.ts';
import {
  connectorDocument,
  connectorFieldsDocument,
  connectorRows,
  connectorTable,
} from '../screens/connector-table.ts';
import { textTable } from '../screens/text-table.ts';
import { CONNECTORS_HELP } from '../text/help/connectors-help.ts';
import { OPTION_HELP } from '../text/help/option-help.ts';
import { SELECTION_PHRASES } from '../text/selection-phrases.ts';
import { addConnectorsDiscover } from './connectors-discover.ts';
import { addConnectorsProbe } from './connectors-probe.ts';
import { addConnectorsReload } from './connectors-reload.ts';
import { explainConnector } from './explain-connector.ts';
import type { ExplainOptions } from './simulate-connectors.ts';

interface ListOptions {
  readonly format: 'table' | 'json' | 'tsv';
  readonly fields?: readonly string[];
}

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
    .usage('[options]')
    .addOption(formatOption(['table', 'json', 'tsv'], locale))
    .option('--fields <fields>', inLanguage(OPTION_HELP, locale).fields(ALL_FIELDS.join(', ')), (text) =>
      parseWords(text, ALL_FIELDS),
    )
    .action((words: readonly string[], options: ListOptions) => {
      refuseUnknownWord(words[0], connectors);
      return list(options, invocation);
    });
  connectors
    .command('explain')
    .description(help.explain.description)
    .argument('[connector]', help.explain.connector)
    .option('--with <file>', help.explain.with, collectValues)
    .option('--store <name>', help.explain.store)
    .option('--at <time>', help.explain.at, parseMoment)
    .addOption(formatOption(['text', 'json'], locale))
    .action((word: string | undefined, options: ExplainOptions) => explainConnector(word, options, invocation));
  addConnectorsDiscover(connectors, invocation);
  addConnectorsProbe(connectors, invocation);
  addConnectorsReload(connectors, invocation);
}

async function list({ format, fields }: ListOptions, invocation: Invocation): Promise<void> {
  await invocation.withDiscoveringSession(async (session) => {
    const { output, dependencies } = invocation;
    const { connectors } = await session.operations.status(dependencies.signal);
    if (format === 'json') {
      const documents = connectors.map((explanation) =>
        fields === undefined ? connectorDocument(explanation) : connectorFieldsDocument(explanation, fields),
      );
      return output.print(jsonDocument(documents));
    }
    if (format === 'tsv') {
      const rows = connectorRows(connectors, fields ?? ALL_FIELDS);
      return output.print(rows.map((row) => `${row.join('\t')}\n`).join(''));
    }
    const table =
      fields === undefined
        ? connectorTable(connectors, 'all-columns', invocation.screenContext(session))
        : textTable(connectorRows(connectors, fields));
    await output.print(table);
    if (connectors.length === 0) output.note(inLanguage(SELECTION_PHRASES, session.rendering.locale).noConnectors);
  });
}
