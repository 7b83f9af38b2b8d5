import type { Connector, StoreDefinition } from '../../../domain/connector/connector.ts';
import { discoveryStateOf, type FoundInventory } from '../../../domain/connector/found-inventory.ts';
import { LISTENERS, type Listener } from '../../../domain/connector/listeners.ts';
import { probeUrl } from '../../../domain/connector/probe-target.ts';
import { listedSockets, serversOf, socketText } from '../../../domain/connector/unmonitored-servers.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { reasonTextOrCode } from '../../../domain/failure/reason-text.ts';
import { currentOrLastKnown } from '../../../domain/scan-result.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { connectorDefinition } from '../../../formats/document/connector-definition.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { DISCOVER_PHRASES, type DiscoverTexts } from '../text/discover-phrases.ts';
import { textTable } from './text-table.ts';

/** The product names by inventory. */
const PRODUCT_NAMES: Readonly<Record<string, string>> = {
  postfix: 'Postfix',
  dovecot: 'Dovecot',
  exim: 'Exim',
  opensmtpd: 'OpenSMTPD',
  nginx: 'nginx',
  certbot: 'certbot',
  exchange: 'Exchange',
};

/** Returns one line per discovery with its result. */
export function discoverSummary(
  all: readonly FoundInventory[],
  { locale, width }: { readonly locale: Locale; readonly width: number | undefined },
): string {
  const words = inLanguage(DISCOVER_PHRASES, locale);
  const printed = all.filter((found) => !isEmptyListenerEntry(found));
  return textTable(
    printed.map((found) => [labelOf(found, words), stateText(found, words, locale)]),
    { width },
  );
}

/** Returns whether this is the entry for other servers, and it is empty: its line is left out. */
function isEmptyListenerEntry(found: FoundInventory): boolean {
  return found.name === LISTENERS && discoveryStateOf(found) === 'nothing';
}

function labelOf({ name }: FoundInventory, words: DiscoverTexts): string {
  return name === LISTENERS ? words.otherServers : (PRODUCT_NAMES[name] ?? visible(name));
}

function stateText(found: FoundInventory, words: DiscoverTexts, locale: Locale): string {
  const state = discoveryStateOf(found);
  const value = currentOrLastKnown(found.result)?.value;
  if (found.result.kind === 'unavailable') {
    const { location, reason } = found.result.problem;
    const error = failureText(found.result.problem.failure, locale);
    const reasonText = reasonTextOrCode(reason, locale);
    // An error code of the system, for example EACCES, only repeats the reason.
    const isCodeOrEmpty = /^(?:E[A-Z]+)?$/.test(error);
    const unreadable = words.unreadable(
      visible(location),
      isCodeOrEmpty ? reasonText : `${reasonText}: ${visible(error)}`,
    );
    // The last known connectors are listed below this line.
    return value === undefined ? unreadable : `${unreadable}; ${words.incompleteList}`;
  }
  if (state !== 'found' && state !== 'unreadable') return words.state[state];
  if (value?.listeners !== undefined) return unmonitoredText(value.listeners.sockets, words, locale);
  return words.found(value?.connectors.length ?? 0, value?.stores.length ?? 0, remarksOn(found).length);
}

/** Returns one line about servers that no discovery and no connector covers. */
function unmonitoredText(sockets: readonly Listener[], words: DiscoverTexts, locale: Locale): string {
  const servers = serversOf(sockets).map((server) => {
    const { program } = server;
    return words.listening(
      program === undefined ? undefined : visible(program),
      visible(socketText(listedSockets(server), locale)),
    );
  });
  return words.notMonitored(servers);
}

/** Returns the problems of a discovery that are listed below the tables. */
function remarksOn(found: FoundInventory): readonly Problem[] {
  const { result } = found;
  const state = discoveryStateOf(found);
  return result.kind === 'available' && (state === 'found' || state === 'nothing') ? result.problems : [];
}

/**
 * Returns the screen of `connectors discover`: tables of the discoveries, the connectors, the
 * stores and the problems; a table without rows is left out.
 */
export function discoverScreen(all: readonly FoundInventory[], context: ScreenContext): string {
  const { locale } = context.rendering;
  const words = inLanguage(DISCOVER_PHRASES, locale);
  const { column } = words;
  const values = all.flatMap(({ result }) => currentOrLastKnown(result)?.value ?? []);
  const connectors = values.flatMap((value) => value.connectors.map((connector) => connectorRow(connector, words)));
  const stores = values.flatMap((value) => value.stores.map((store) => storeRow(store, words)));
  const remarks = all.flatMap((found) => remarksOn(found).map((problem) => remarkRow(found, problem, locale)));
  const headings = [
    column.connector,
    column.probeUrl,
    column.certificate,
    column.keyReadBy,
    column.reload,
    column.source,
  ];
  return [
    discoverSummary(all, { ...context, locale }),
    connectors.length === 0 ? '' : textTable([headings, ...connectors], context),
    stores.length === 0
      ? ''
      : textTable([[column.store, column.path, column.renewed, column.source], ...stores], context),
    remarks.length === 0 ? '' : `${words.remarks}\n${textTable(remarks, context)}`,
  ]
    .filter((table) => table !== '')
    .join('\n');
}

function connectorRow(connector: Connector, words: DiscoverTexts): readonly string[] {
  const { name, starttls, probe, reload, source, keyLoadedBy } = connector;
  return [
    visible(name),
    probe === undefined ? words.noValue : visible(probeUrl(probe)),
    certificateText(connector, words),
    keyLoadedBy === undefined || !starttls ? words.noValue : visible(keyLoadedBy),
    reload === undefined ? words.noValue : visible(shellWords(reload)),
    visible(source.place),
  ];
}

function certificateText(connector: Connector, words: DiscoverTexts): string {
  const { enabled, starttls, certificateFiles, fqdn, fqdnOrigin, tlsCertificateName } = connector;
  if (!enabled) return words.notEnabled;
  if (!starttls) return words.noTls;
  const [first, ...others] = certificateFiles ?? [];
  if (first !== undefined) return `${visible(first)}${others.length > 0 ? ` ${words.more(others.length)}` : ''}`;
  if (fqdnOrigin === 'discovered') return words.unknownCertificate;
  const name = tlsCertificateName ?? fqdn;
  return name === undefined ? words.byComputer : words.byName(visible(name));
}

function storeRow({ name, path, autoRenewed, source }: StoreDefinition, words: DiscoverTexts): readonly string[] {
  return [visible(name), visible(path), autoRenewed === true ? words.yes : words.no, visible(source.place)];
}

function remarkRow(found: FoundInventory, problem: Problem, locale: Locale): readonly string[] {
  const { location, reason } = problem;
  const detail = failureText(problem.failure, locale);
  const reasonText = reasonTextOrCode(reason, locale);
  return [
    // Indents the row.
    ' ',
    labelOf(found, inLanguage(DISCOVER_PHRASES, locale)),
    visible(location),
    detail === '' ? reasonText : `${visible(detail)} (${reasonText})`,
  ];
}

/** Returns the results of discovery as JSON. */
export function discoverDocument(all: readonly FoundInventory[]): unknown {
  return all.map((found) => {
    const { name, result, isConfigured } = found;
    const value = currentOrLastKnown(result)?.value;
    return {
      name,
      state: discoveryStateOf(found),
      isConfigured,
      connectors: (value?.connectors ?? []).map(connectorDefinition),
      stores: value?.stores ?? [],
      problems: result.kind === 'available' ? result.problems : [result.problem],
      readFrom: value?.readFrom ?? [],
      ...(name === LISTENERS ? { listeners: value?.listeners?.sockets ?? [] } : {}),
    };
  });
}
