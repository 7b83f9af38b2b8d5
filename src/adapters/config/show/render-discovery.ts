import type { Connector } from '../../../domain/connector/connector.ts';
import { DISCOVERABLE } from '../../../domain/connector/discover.ts';
import { discoveryStateOf, type FoundInventory } from '../../../domain/connector/found-inventory.ts';
import { probeUrl } from '../../../domain/connector/probe-target.ts';
import { reasonTextOrCode } from '../../../domain/failure/reason-text.ts';
import { currentOrLastKnown } from '../../../domain/scan-result.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { terminalWidth } from '../../../formats/terminal/terminal-width.ts';
import { replaceInvisible, visible } from '../../../formats/terminal/visible.ts';
import { INITIAL_PHRASES } from './initial-phrases.ts';

/** The maximum number of connectors and stores in a comment. */
const MAX_ROWS = 40;

/**
 * Returns the part of a first configuration that enables discovery, with the results as comments;
 * undefined if nothing was found.
 */
export function renderDiscovery(
  inventories: readonly FoundInventory[],
  exchangeExport: string | undefined,
  locale: Locale,
): string | undefined {
  const comments = inLanguage(INITIAL_PHRASES, locale);
  const keys = discoverKeys(inventories, exchangeExport);
  if (keys.length === 0) return undefined;
  const notFound = inventories.filter((inventory) =>
    ['not-installed', 'not-configured'].includes(discoveryStateOf(inventory)),
  );
  const unreadable = inventories.flatMap(({ name, result }) =>
    result.kind === 'unavailable'
      ? [
          comments.inventoryUnreadable(
            name,
            visible(result.problem.location),
            reasonTextOrCode(result.problem.reason, locale),
          ),
        ]
      : [],
  );
  return [
    comments.discovered,
    ...commentTable(inventoryRows(inventories, locale), locale),
    ...unreadable,
    ...(notFound.length === 0
      ? []
      : [
          comments.notFound(
            joinList(
              notFound.map(({ name }) => name),
              locale,
            ),
          ),
        ]),
    `discover: { ${keys.join(', ')} }`,
    ...connectorOverrides(inventories, locale),
  ].join('\n');
}

/** Returns a text as a YAML string in one line; invisible characters are escaped. */
function yamlString(text: string): string {
  return replaceInvisible(JSON.stringify(text), (codePoint) => `\\U${codePoint.toString(16).padStart(8, '0')}`);
}

/** Returns a row for each connector and store: name, probe, certificate and place. */
function inventoryRows(inventories: readonly FoundInventory[], locale: Locale): readonly (readonly string[])[] {
  const { noKnownFile, noTls } = inLanguage(INITIAL_PHRASES, locale);
  const values = inventories.flatMap(({ result }) => currentOrLastKnown(result)?.value ?? []);
  const connectors = values.flatMap((value) => value.connectors);
  const stores = values.flatMap((value) => value.stores);
  return [
    ...connectors.map(({ name, probe, starttls, certificateFiles, source }) => [
      name,
      probe === undefined ? '-' : probeUrl(probe),
      certificateFiles?.join(', ') ?? (starttls ? noKnownFile : noTls),
      source.place,
    ]),
    ...stores.map(({ name, path, source }) => [name, '-', path, source.place]),
  ];
}

/** Renders the first rows as comment lines, with the first three columns aligned. */
function commentTable(rows: readonly (readonly string[])[], locale: Locale): readonly string[] {
  const visibleRows = rows.slice(0, MAX_ROWS).map((row) => row.map(visible));
  const widths = [0, 1, 2].map((column) => Math.max(...visibleRows.map((row) => terminalWidth(row[column] ?? ''))));
  const lines = visibleRows.map((row) => row.map((text, column) => padTo(text, widths[column] ?? 0)).join('  '));
  const omitted =
    rows.length > MAX_ROWS ? [inLanguage(INITIAL_PHRASES, locale).furtherRows(rows.length - MAX_ROWS)] : [];
  return [...lines, ...omitted].map((line) => `#   ${line}`.trimEnd());
}

/** Pads a text with spaces to a number of terminal columns. */
function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(columns - terminalWidth(text), 0));
}

function isCertificateKnown({ starttls, enabled, fqdnOrigin, certificateFiles }: Connector): boolean {
  return !enabled || !starttls || fqdnOrigin !== 'discovered' || certificateFiles !== undefined;
}

/** Returns commented settings for connectors whose certificate is unknown. */
function connectorOverrides(inventories: readonly FoundInventory[], locale: Locale): readonly string[] {
  const unknownConnectors = inventories.flatMap(
    ({ result }) =>
      currentOrLastKnown(result)?.value.connectors.filter((connector) => !isCertificateKnown(connector)) ?? [],
  );
  if (unknownConnectors.length === 0) return [];
  const items = unknownConnectors.slice(0, MAX_ROWS).map(({ name, direction, probe }) => {
    const probeEntry = probe === undefined ? '' : `, probe: ${yamlString(probeUrl(probe))}`;
    return `#   - { name: ${yamlString(name)}, direction: ${direction}, certificateFile: /etc/ssl/mail.pem${probeEntry} }`;
  });
  return ['', inLanguage(INITIAL_PHRASES, locale).overrides, '# connectors:', ...items];
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
