import type { Connector } from '../../../domain/connector/connector.ts';
import { DISCOVERABLE } from '../../../domain/connector/discover.ts';
import { type FoundInventory, findStateOf } from '../../../domain/connector/found-inventory.ts';
import { probeUrl } from '../../../domain/connector/probe-target.ts';
import { lastKnown } from '../../../domain/scan-result.ts';
import { replaceInvisible, visible } from '../../../formats/terminal/visible.ts';

/** The maximum number of rows in a comment. */
const LISTED = 40;

/** Returns a text as a YAML string in one line; invisible characters are escaped. */
function quoted(text: string): string {
  return replaceInvisible(JSON.stringify(text), (codePoint) => `\\U${codePoint.toString(16).padStart(8, '0')}`);
}

function rowsOf(inventories: readonly FoundInventory[]): readonly (readonly string[])[] {
  const values = inventories.flatMap(({ result }) => lastKnown(result)?.value ?? []);
  const connectors = values.flatMap((value) => value.connectors);
  const stores = values.flatMap((value) => value.stores);
  return [
    ...connectors.map(({ name, probe, starttls, certificateFiles, source }) => [
      name,
      probe === undefined ? '-' : probeUrl(probe),
      certificateFiles?.join(', ') ?? (starttls ? 'no file is known' : 'no TLS'),
      source.place,
    ]),
    ...stores.map(({ name, path, source }) => [name, '-', path, source.place]),
  ];
}

/** Returns rows as comment lines with columns. */
function commentTable(rows: readonly (readonly string[])[]): readonly string[] {
  const shown = rows.slice(0, LISTED).map((row) => row.map(visible));
  const widths = [0, 1, 2].map((column) => Math.max(...shown.map((row) => row[column]?.length ?? 0)));
  const lines = shown.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '));
  const more = rows.length > LISTED ? [`… ${rows.length - LISTED} more: mailcertd connectors discover`] : [];
  return [...lines, ...more].map((line) => `#   ${line}`.trimEnd());
}

function isKnown({ starttls, enabled, fqdnOrigin, certificateFiles }: Connector): boolean {
  return !enabled || !starttls || fqdnOrigin !== 'discovered' || certificateFiles !== undefined;
}

/** Returns commented settings for connectors whose certificate is unknown. */
function overridesFor(inventories: readonly FoundInventory[]): readonly string[] {
  const unknown = inventories.flatMap(
    ({ result }) => lastKnown(result)?.value.connectors.filter((each) => !isKnown(each)) ?? [],
  );
  if (unknown.length === 0) return [];
  const items = unknown.slice(0, LISTED).map(({ name, direction, probe }) => {
    const probed = probe === undefined ? '' : `, probe: ${quoted(probeUrl(probe))}`;
    return `#   - { name: ${quoted(name)}, direction: ${direction}, certificateFile: /etc/ssl/mail.pem${probed} }`;
  });
  return [
    '',
    '# A connector in this file takes precedence over a discovered one with the same name. The settings of these servers do',
    '# not show which certificate they use:',
    '# connectors:',
    ...items,
  ];
}

/** Returns the keys of `discover` for servers that were found or could not be read. */
function keysFor(inventories: readonly FoundInventory[], exchangeExport: string | undefined): readonly string[] {
  const wanted = DISCOVERABLE.filter((name) =>
    inventories.some((each) => each.name === name && ['found', 'nothing', 'unreadable'].includes(findStateOf(each))),
  );
  const exported = exchangeExport === undefined ? [] : [`exchangeExport: ${quoted(exchangeExport)}`];
  return [...wanted.map((name) => `${name}: true`), ...exported];
}

/**
 * Returns the part of a first configuration that enables discovery, with the results as comments;
 * undefined if nothing was found.
 */
export function renderFound(
  inventories: readonly FoundInventory[],
  exchangeExport: string | undefined,
): string | undefined {
  const keys = keysFor(inventories, exchangeExport);
  if (keys.length === 0) return undefined;
  const left = inventories.filter((each) => ['not-installed', 'not-configured'].includes(findStateOf(each)));
  const hidden = inventories.flatMap(({ name, result }) =>
    result.kind === 'unavailable'
      ? [`# ${name} could not be read: ${visible(result.problem.location)} (${result.problem.reason})`]
      : [],
  );
  return [
    '# Automatic discovery at each scan. Found when this was written:',
    ...commentTable(rowsOf(inventories)),
    ...hidden,
    ...(left.length === 0 ? [] : [`# Not found: ${left.map(({ name }) => name).join(', ')}`]),
    `discover: { ${keys.join(', ')} }`,
    ...overridesFor(inventories),
  ].join('\n');
}
