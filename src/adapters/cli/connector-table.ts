import type { Explanation } from '../../domain/status.ts';
import { visible } from '../../formats/visible.ts';
import { cell } from './cell.ts';
import { CONNECTOR_FIELDS, lookedFor } from './connector-fields.ts';
import { presentCells } from './present.ts';
import type { ScreenMeans } from './screen-means.ts';
import { textTable } from './text-table.ts';
import { wordsOf } from './words-of.ts';

/** The connectors, a line each; with `direction` and the name looked for where there is room for it. */
export function connectorTable(connectors: readonly Explanation[], columns: 'few' | 'all', means: ScreenMeans): string {
  if (connectors.length === 0) return '';
  const { rendering } = means;
  const words = wordsOf(rendering.locale);
  const { column } = words;
  const all = columns === 'all';
  const rows = connectors.map((explanation) => {
    const { connector, selection } = explanation;
    const { presents, until, left } = presentCells(explanation, means);
    const looksFor = visible(lookedFor(selection) ?? '-');
    const middle = all ? [words.direction[connector.direction], looksFor] : [];
    return [visible(connector.name), ...middle, presents, until, left];
  });
  const middle = all ? [column.direction, column.looksFor] : [];
  return textTable([[column.connector, ...middle, column.presents, column.until, column.left], ...rows]);
}

/** A connector for programs: what it is, what it looks for, and what it presents. */
export function connectorDocument({ connector, selection }: Explanation): Readonly<Record<string, unknown>> {
  const presented = selection.kind === 'chosen' ? selection.chosen.certificate : undefined;
  return {
    ...connector,
    looksFor: lookedFor(selection),
    selection: selection.kind,
    thumbprint: presented?.thumbprint,
    notAfter: presented?.notAfter,
  };
}

/** The fields of one connector that are asked for, in their order. */
export function connectorFieldsDocument(
  explanation: Explanation,
  fields: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.map((field) => [field, CONNECTOR_FIELDS[field]?.(explanation)]));
}

/** A head and a line a connector, cell by cell, escaped. */
export function connectorRows(
  connectors: readonly Explanation[],
  fields: readonly string[],
): readonly (readonly string[])[] {
  return [fields, ...connectors.map((each) => fields.map((field) => cell(CONNECTOR_FIELDS[field]?.(each))))];
}
