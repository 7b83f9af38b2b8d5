import type { Connector } from '../../../domain/connector/connector.ts';
import { DISCOVERABLE } from '../../../domain/connector/discover.ts';
import { discoveryStateOf, type FoundInventory } from '../../../domain/connector/found-inventory.ts';
import { probeUrl } from '../../../domain/connector/probe-target.ts';
import { currentOrLastKnown } from '../../../domain/scan-result.ts';
import { replaceInvisible, visible } from '../../../formats/terminal/visible.ts';

/** The maximum number of connectors and stores in a comment. */
const MAX_ROWS = 40;

/**
 * Returns the part of a first configuration that enables discovery, with the results as comments;
 * undefined if nothing was found.
 */
export function renderDiscovery(
  inventories: readonly FoundInventory[],
  exchangeExport: string | undefined,
): string | undefined {
  const keys = discoverKeys(inventories, exchangeExport);
  if (keys.length === 0) return undefined;
  const notFound = inventories.filter((inventory) =>
    ['not-installed', 'not-configured'].includes(discoveryStateOf(inventory)),
  );
  const unreadable = inventories.flatMap(({ name, result }) =>
    result.kind === 'unavailable'
      ? [`# ${name} could not be read: ${visible(result.problem.location)} (${result.problem.reason})`]
      : [],
  );
  return [
    '# Automatic discovery at each scan. Found when this was written:',
    ...commentTable(inventoryRows(inventories)),
    ...unreadable,
    ...(notFound.length === 0 ? [] : [`# Not found: ${notFound.map(({ name }) => name).join(', ')}`]),
    `discover: { ${keys.join(', ')} }`,
    ...connectorOverrides(inventories),
  ].join('\n');
}

/** Returns a text as a YAML string in one line; invisible characters are escaped. */
function yamlString(text: string): string {
  return replaceInvisible(JSON.stringify(text), (codePoint) => `\\U${codePoint.toString(16).padStart(8, '0')}`);
}

/** Returns a row for each connector and store: name, probe, certificate and place. */
function inventoryRows(inventories: readonly FoundInventory[]): readonly (readonly string[])[] {
  const values = inventories.flatMap(({ result }) => currentOrLastKnown(result)?.value ?? []);
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

/** Renders the first rows as comment lines, with the first three columns aligned. */
function commentTable(rows: readonly (readonly string[])[]): readonly string[] {
  const visibleRows = rows.slice(0, MAX_ROWS).map((row) => row.map(visible));
  const widths = [0, 1, 2].map((column) => Math.max(...visibleRows.map((row) => row[column]?.length ?? 0)));
  const lines = visibleRows.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '));
  const omitted = rows.length > MAX_ROWS ? [`… ${rows.length - MAX_ROWS} more: mailcertd connectors discover`] : [];
  return [...lines, ...omitted].map((line) => `#   ${line}`.trimEnd());
}

function isCertificateKnown({ starttls, enabled, fqdnOrigin, certificateFiles }: Connector): boolean {
  return !enabled || !starttls || fqdnOrigin !== 'discovered' || certificateFiles !== undefined;
}

/** Returns commented settings for connectors whose certificate is unknown. */
function connectorOverrides(inventories: readonly FoundInventory[]): readonly string[] {
  const unknownConnectors = inventories.flatMap(
    ({ result }) =>
      currentOrLastKnown(result)?.value.connectors.filter((connector) => !isCertificateKnown(connector)) ?? [],
  );
  if (unknownConnectors.length === 0) return [];
  const items = unknownConnectors.slice(0, MAX_ROWS).map(({ name, direction, probe }) => {
    const probeEntry = probe === undefined ? '' : `, probe: ${yamlString(probeUrl(probe))}`;
    return `#   - { name: ${yamlString(name)}, direction: ${direction}, certificateFile: /etc/ssl/mail.pem${probeEntry} }`;
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
function discoverKeys(inventories: readonly FoundInventory[], exchangeExport: string | undefined): readonly string[] {
  const serverNames = DISCOVERABLE.filter((name) =>
    inventories.some(
      (inventory) =>
        inventory.name === name && ['found', 'nothing', 'unreadable'].includes(discoveryStateOf(inventory)),
    ),
  );
  const exportEntry = exchangeExport === undefined ? [] : [`exchangeExport: ${yamlString(exchangeExport)}`];
  return [...serverNames.map((name) => `${name}: true`), ...exportEntry];
}
