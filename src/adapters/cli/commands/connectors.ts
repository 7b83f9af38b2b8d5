import { type Command, Option } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { collectValues } from '../arguments/collect-values.ts';
import { textOrJsonOption } from '../arguments/format-options.ts';
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
  const connectors = program
    .command('connectors')
    .description('list and examine connectors, probe and reload their servers');
  connectors
    .command('list', { isDefault: true })
    .description('list connectors in the order of the configuration')
    .argument('[command...]')
    .usage('[options]')
    .addOption(new Option('--format <format>', 'output format').choices(['table', 'json', 'tsv']).default('table'))
    .option('--fields <fields>', `only these fields, comma-separated: ${ALL_FIELDS.join(', ')}`, (text) =>
      parseWords(text, ALL_FIELDS),
    )
    .action((words: readonly string[], options: ListOptions) => {
      refuseUnknownWord(words[0], connectors);
      return list(options, invocation);
    });
  connectors
    .command('explain')
    .description('show which certificate a connector selects, and why (default: all)')
    .argument('[connector]', 'name, unique prefix or FQDN')
    .option('--with <file>', 'simulate: assume this file is installed; repeatable', collectValues)
    .option('--store <name>', 'store for the file of --with (default: My)')
    .option('--at <time>', 'simulate: assume this time, for example 2027-01-31 or +30d', parseMoment)
    .addOption(textOrJsonOption())
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
        ? connectorTable(connectors, 'all', invocation.screenContext(session))
        : textTable(connectorRows(connectors, fields));
    await output.print(table);
    if (connectors.length === 0) output.note(inLanguage(SELECTION_PHRASES, session.rendering.locale).noConnectors);
  });
}
