import { inLanguage } from '../../../domain/text/phrase.ts';
import { connectorDocument } from '../../../formats/document/connector-document.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { connectorFieldsDocument, connectorRows, connectorTable } from '../screens/connector-table.ts';
import { textTable } from '../screens/text-table.ts';
import { SELECTION_PHRASES } from '../text/selection-phrases.ts';

/** The options of `connectors list`. */
export interface ConnectorListOptions {
  readonly format: 'table' | 'json' | 'tsv';
  readonly fields?: readonly string[];
}

/**
 * Lists all connectors.
 * @param allFields every field, in the order of output
 */
export async function listConnectors(
  { format, fields }: ConnectorListOptions,
  allFields: readonly string[],
  invocation: Invocation,
): Promise<void> {
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
      const rows = connectorRows(connectors, fields ?? allFields);
      return output.print(rows.map((row) => `${row.join('\t')}\n`).join(''));
    }
    const table =
      fields === undefined
        ? connectorTable(connectors, 'all-columns', invocation.screenContext(session))
        : textTable(connectorRows(connectors, fields), invocation);
    await output.print(table);
    if (connectors.length === 0) output.note(inLanguage(SELECTION_PHRASES, session.rendering.locale).noConnectors);
  });
}
