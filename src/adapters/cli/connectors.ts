import type { Command } from 'commander';
import { connectorDocument, connectorTable } from './connector-table.ts';
import { explainConnector } from './explain-connector.ts';
import type { Invocation } from './invocation.ts';
import { jsonDocument } from './json-document.ts';
import type { ExplainOptions } from './rehearse-connectors.ts';
import { repeated } from './repeated.ts';
import { tableOrJsonOption, textOrJsonOption } from './text-or-json.ts';
import { parseMoment } from './time-arguments.ts';
import { refuseWord } from './unknown-word.ts';
import { wordsOf } from './words-of.ts';

async function list(format: 'table' | 'json', invocation: Invocation): Promise<void> {
  await invocation.withSession([], async (session) => {
    const { output, means } = invocation;
    const { connectors } = await session.operations.scan(undefined, means.signal);
    if (format === 'json') return output.print(jsonDocument(connectors.map(connectorDocument)));
    await output.print(connectorTable(connectors, 'all', invocation.screen(session)));
    if (connectors.length === 0) output.tell(wordsOf(session.rendering.locale).noConnectors);
  });
}

/** `mailcertd connectors`: what needs certificates, and which each would present. */
export function addConnectors(program: Command, invocation: Invocation): void {
  const connectors = program.command('connectors').description('the connectors, and what each presents');
  connectors
    .command('list', { isDefault: true })
    .description('every connector, in the order of the configuration')
    .argument('[command...]')
    .usage('[options]')
    .addOption(tableOrJsonOption())
    .action((words: readonly string[], { format }: { readonly format: 'table' | 'json' }) => {
      refuseWord(words[0], connectors);
      return list(format, invocation);
    });
  connectors
    .command('explain')
    .description('what a connector presents and why, step by step; without a name, all')
    .argument('[name]', 'its name, the front of it, or its FQDN')
    .option('--with <file>', 'rehearse: as if this file were installed; can be given more than once', repeated)
    .option('--store <name>', 'the store in which it would be installed (default: My)')
    .option('--at <time>', 'rehearse: as if it were another time: an instant, or +30d', parseMoment)
    .addOption(textOrJsonOption())
    .action((word: string | undefined, options: ExplainOptions) => explainConnector(word, options, invocation));
}
