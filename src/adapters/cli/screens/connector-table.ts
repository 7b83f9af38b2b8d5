import { isProbed } from '../../../domain/connector/is-probed.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { CONNECTOR_FIELDS, requiredName } from '../../../formats/document/connector-fields.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { SELECTION_PHRASES } from '../text/selection-phrases.ts';
import { SERVED_PHRASES } from '../text/served-phrases.ts';
import { servedText } from '../text/served-text.ts';
import { TABLE_PHRASES } from '../text/table-phrases.ts';
import { cell } from './cell.ts';
import { selectionCells } from './selection-cells.ts';
import { textTable } from './text-table.ts';

/**
 * Returns a table with one line per connector. The served certificate is shown if any connector is
 * probed.
 * @param columns `all-columns` adds the direction and the required name
 */
export function connectorTable(
  connectors: readonly Explanation[],
  columns: 'main-columns' | 'all-columns',
  context: ScreenContext,
): string {
  if (connectors.length === 0) return '';
  const { rendering } = context;
  const words = inLanguage(SELECTION_PHRASES, rendering.locale);
  const { column, dropped } = inLanguage(TABLE_PHRASES, rendering.locale);
  const hasAllColumns = columns === 'all-columns';
  const isAnyProbed = connectors.some(({ connector }) => isProbed(connector));
  const rows = connectors.map((explanation) => {
    const { connector, selection } = explanation;
    const { selected, until, timeLeft } = selectionCells(explanation, context);
    const name = visible(requiredName(selection) ?? '-');
    const detailCells = hasAllColumns ? [words.direction[connector.direction], name] : [];
    const servedCells = isAnyProbed ? [servedText(explanation, rendering)] : [];
    return [visible(connector.name), ...detailCells, selected, until, timeLeft, ...servedCells];
  });
  const detailHeadings = hasAllColumns ? [column.direction, column.requiredName] : [];
  // `left` also shows when a certificate expires. Without it, the direction is in `connectors explain`.
  const droppable = hasAllColumns ? [4, 1] : [2];
  const servedHeadings = isAnyProbed ? [inLanguage(SERVED_PHRASES, rendering.locale).columnServed] : [];
  return textTable(
    [[column.connector, ...detailHeadings, column.selected, column.until, column.timeLeft, ...servedHeadings], ...rows],
    { ...context, droppable, droppedText: dropped },
  );
}

/** Returns the given fields of a connector, in the given order. */
export function connectorFieldsDocument(
  explanation: Explanation,
  fields: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.map((field) => [field, CONNECTOR_FIELDS[field]?.(explanation)]));
}

/** Returns a header and one row per connector; every cell is escaped. */
export function connectorRows(
  connectors: readonly Explanation[],
  fields: readonly string[],
): readonly (readonly string[])[] {
  return [
    fields,
    ...connectors.map((explanation) => fields.map((field) => cell(CONNECTOR_FIELDS[field]?.(explanation)))),
  ];
}
