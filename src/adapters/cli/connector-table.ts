import type { Explanation } from '../../domain/status.ts';
import { visible } from '../../formats/visible.ts';
import { presentCells } from './present.ts';
import type { ScreenMeans } from './screen-means.ts';
import { textTable } from './text-table.ts';
import { wordsOf } from './words-of.ts';

/** The name looked for, as people write it: by issuer and subject where the connector does. */
function lookedFor(selection: Explanation['selection']): string | undefined {
  if (selection.kind === 'not-applicable') return undefined;
  return selection.name.tlsCertificateName ?? selection.name.value;
}

/** The connectors, a line each; with `direction` and the name looked for where there is room for it. */
export function connectorTable(
  connectors: readonly Explanation[],
  columns: 'few' | 'all',
  { rendering }: ScreenMeans,
): string {
  if (connectors.length === 0) return '';
  const words = wordsOf(rendering.locale);
  const { column } = words;
  const all = columns === 'all';
  const rows = connectors.map((explanation) => {
    const { connector, selection } = explanation;
    const { presents, until, left } = presentCells(explanation, rendering);
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
    looksFor: lookedFor(selection) ?? null,
    selection: selection.kind,
    thumbprint: presented?.thumbprint,
    notAfter: presented?.notAfter,
  };
}
