import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import type { Connector } from '../../../domain/connector/connector.ts';
import type { InventoryPart } from '../../../domain/connector/inventory-part.ts';
import { reachableAddress } from '../../../domain/connector/reachable-address.ts';
import { EXIM_FAILURES } from '../../../domain/failure/exim-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import type { Problem, Reason } from '../../../domain/failure/problem.ts';
import { problemOfFailure } from '../../../domain/failure/problem-of-failure.ts';
import {
  type DiscoveredConnectors,
  type DiscoveredServer,
  type DiscoveredSocket,
  receiveConnector,
} from '../discovered-connectors.ts';
import type { Host } from '../host.ts';
import { isInIpRange } from '../is-in-ip-range.ts';
import { haveDuplicateKeyType, haveRsaAndEcdsa, type PemContentsOf } from '../named-files.ts';
import { type ResolvedSettings, unresolved } from '../resolved-settings.ts';
import { expandFixed } from './exim-expand.ts';
import { eximList } from './exim-list.ts';
import { type EximOptions, textOf } from './exim-options.ts';
import { eximPort, eximSockets } from './exim-sockets.ts';

/** The settings of Exim, as its own tool prints them, and its start options. */
export interface EximTexts {
  /** The command that printed the settings: `exim4 -bP`. */
  readonly command: string;
  readonly options: EximOptions;
  /** The options of each transport. */
  readonly transports: ReadonlyMap<string, EximOptions>;
  /** The value of `-oX` at start, and its position; undefined if it is not set. */
  readonly override: { readonly value: string; readonly place: string } | undefined;
  /** The configuration file, absolute. */
  readonly file: string | undefined;
  readonly pemContentsOf: PemContentsOf;
}

/** Lists to which problems, and the parts whose connectors are unknown, are added. */
interface EximReport {
  readonly problems: Problem[];
  readonly unreadParts: InventoryPart[];
}

/**
 * Returns the variables that are the same for every connection, so that file names can contain
 * them.
 */
function variablesOf({ options, file }: EximTexts): ReadonlyMap<string, string> {
  const names = ['primary_hostname', 'qualify_domain', 'qualify_recipient', 'spool_directory'];
  const optionValues = names.map((name): [string, string] => [name, textOf(options, name).text]);
  const directory = file?.slice(0, file.lastIndexOf('/')) ?? '';
  const fileValues: readonly [string, string][] = [
    ['config_file', file ?? ''],
    ['config_dir', directory],
  ];
  // An empty option has a default, which Exim does not print, so its value is unknown. A value with
  // `$` or a backslash is not yet expanded.
  return new Map([...optionValues, ...fileValues].filter(([, value]) => value !== '' && !/[$\\]/.test(value)));
}

/** Returns the files of an option in order; empty if it is not set. */
function filesOf(
  options: EximOptions,
  name: string,
  variables: ReadonlyMap<string, string>,
): ResolvedSettings<readonly string[]> {
  const { text, isHidden } = textOf(options, name);
  if (isHidden) return unresolved(EXIM_FAILURES.exim_value_hidden);
  const expanded = expandFixed(text, variables);
  if (expanded.kind === 'unresolved') return expanded;
  const files = eximList(expanded.value);
  const relative = files.find((file) => !file.startsWith('/'));
  return relative === undefined
    ? { kind: 'value', value: files }
    : unresolved(EXIM_FAILURES.exim_path_not_absolute({ value: relative }));
}

/** Certificate and key files; empty if none is set, or if the files are unknown. */
interface Files {
  readonly certificateFiles: readonly string[];
  readonly keyFiles: readonly string[];
}

const NO_FILES: Files = { certificateFiles: [], keyFiles: [] };

/** Returns the certificate and key files. @param addProblem receives unresolved settings */
function readFiles(
  options: EximOptions,
  variables: ReadonlyMap<string, string>,
  pemContentsOf: PemContentsOf,
  addProblem: (reason: Reason, option: string, failure: Failure) => void,
): Files {
  const certificates = filesOf(options, 'tls_certificate', variables);
  if (certificates.kind === 'unresolved') {
    addProblem('unresolved', 'tls_certificate', certificates.failure);
    return NO_FILES;
  }
  // With GnuTLS, Exim uses the certificate that matches the requested name, otherwise the first;
  // with OpenSSL, the last.
  if (haveDuplicateKeyType(certificates.value, pemContentsOf)) {
    addProblem('unresolved', 'tls_certificate', EXIM_FAILURES.exim_key_types_equal);
    return NO_FILES;
  }
  const keys = filesOf(options, 'tls_privatekey', variables);
  if (keys.kind === 'unresolved') addProblem('unresolved', 'tls_privatekey', keys.failure);
  return { certificateFiles: certificates.value, keyFiles: keys.kind === 'value' ? keys.value : [] };
}

/** Returns the host name with which Exim greets clients. */
function greetingName(options: EximOptions, variables: ReadonlyMap<string, string>): string {
  const activeName = expandFixed(textOf(options, 'smtp_active_hostname').text, variables);
  if (activeName.kind === 'value' && activeName.value !== '') return activeName.value;
  return textOf(options, 'primary_hostname').text;
}

/** A transport with a client certificate. */
interface Transport extends Files {
  readonly name: string;
  readonly options: EximOptions;
  /** The position of the transport in the settings. */
  readonly position: string;
}

/** Returns the Send connector of a transport. */
function sendConnector(
  { name, options, position, certificateFiles, keyFiles }: Transport,
  keyLoadedBy: string,
  server: DiscoveredServer,
): Connector {
  return {
    name: `${server.name} ${name}`,
    direction: 'send',
    fqdn: undefined,
    fqdnOrigin: 'discovered',
    enabled: true,
    starttls: true,
    certificateFiles,
    ...(keyFiles.length === 0 ? {} : { keyFiles }),
    keyLoadedBy,
    reload: server.reload,
    ...(textOf(options, 'hosts_require_tls').text === '*' ? { requireTls: true } : {}),
    source: { inventory: server.name, place: position },
  };
}

/**
 * Returns the connectors of Exim: a Receive connector for each socket, and a Send connector for
 * each transport with a client certificate.
 * @see https://www.exim.org/exim-html-current/doc/html/spec_html/ch-encrypted_smtp_connections_using_tlsssl.html
 */
export function eximConnectors(texts: EximTexts, host: Host, server: DiscoveredServer): DiscoveredConnectors {
  const problems: Problem[] = [];
  const unreadParts: InventoryPart[] = [];
  const connectors = [
    ...receiveConnectors(texts, { host, server }, { problems, unreadParts }),
    ...sendConnectors(texts, server, { problems, unreadParts }),
  ];
  return { connectors, problems, unreadParts };
}

function receiveConnectors(
  texts: EximTexts,
  { host, server }: { readonly host: Host; readonly server: DiscoveredServer },
  { problems, unreadParts }: EximReport,
): readonly Connector[] {
  const { command, options, override, pemContentsOf } = texts;
  const positionOf = (option: string): string => `${command} ${option}`;
  const addProblem = (reason: Reason, option: string, failure: Failure): void => {
    problems.push(problemOfFailure(reason, positionOf(option), failure));
  };
  const variables = variablesOf(texts);
  const text = (name: string): string => textOf(options, name).text;

  const starttlsHosts = text('tls_advertise_hosts');
  const implicitTlsPorts = new Set(eximList(text('tls_on_connect_ports')).map((port) => eximPort(port, host)));
  // Exim without TLS support does not have this option.
  const hasTls = options.has('tls_certificate') && (starttlsHosts !== '' || implicitTlsPorts.size > 0);
  const files = hasTls ? readFiles(options, variables, pemContentsOf, addProblem) : NO_FILES;
  const areFilesUnknown = problems.some(({ location }) => location === positionOf('tls_certificate'));
  if (hasTls && !areFilesUnknown && files.certificateFiles.length === 0) {
    addProblem('not_configured', 'tls_certificate', EXIM_FAILURES.exim_certificate_self_made);
  }
  const isStarttlsForSomeHosts = hasTls && starttlsHosts !== '*' && starttlsHosts !== '';
  if (isStarttlsForSomeHosts) {
    addProblem('unresolved', 'tls_advertise_hosts', EXIM_FAILURES.exim_starttls_for_some_hosts);
  }

  const keyLoadedBy = text('exim_user') || 'root';
  const fqdn = greetingName(options, variables);
  const listening = {
    interfaces: text('local_interfaces'),
    ports: text('daemon_smtp_ports'),
    override: override?.value,
  };
  const listeningPosition = override?.place ?? positionOf('local_interfaces');
  // The setting that determines if TLS is offered; Exim without TLS support does not have it.
  const tlsPosition = options.has('tls_advertise_hosts') ? positionOf('tls_advertise_hosts') : listeningPosition;
  const connectors: Connector[] = [];
  const proxyProblems = new Set<Failure>();
  for (const socket of eximSockets(listening, host)) {
    if (socket.kind === 'unresolved') {
      problems.push(problemOfFailure('unresolved', listeningPosition, socket.failure));
      unreadParts.push(...socket.sockets.map((possible) => ({ server: server.name, ...possible })));
      continue;
    }
    const isImplicitTls = hasTls && implicitTlsPorts.has(socket.value.port);
    const offersTls = isImplicitTls || (hasTls && starttlsHosts !== '');
    const proxyProblem = proxyProblemOf(text('hosts_proxy'), reachableAddress(socket.value.address));
    if (proxyProblem !== undefined) proxyProblems.add(proxyProblem);
    const servedFiles = offersTls ? files : NO_FILES;
    const discoveredSocket: DiscoveredSocket = {
      ...socket.value,
      ...servedFiles,
      protocol: isImplicitTls ? 'smtps' : 'smtp',
      offersTls,
      fqdn,
      keyLoadedBy,
      isProbed: proxyProblem === undefined && (isImplicitTls || !isStarttlsForSomeHosts),
      hasRsaAndEcdsa: haveRsaAndEcdsa(servedFiles, pemContentsOf),
    };
    connectors.push(
      receiveConnector(discoveredSocket, server, offersTls ? positionOf('tls_certificate') : tlsPosition),
    );
  }
  for (const failure of proxyProblems) addProblem('unresolved', 'hosts_proxy', failure);
  return connectors;
}

function sendConnectors(
  texts: EximTexts,
  server: DiscoveredServer,
  { problems, unreadParts }: EximReport,
): readonly Connector[] {
  const { command, options, transports, pemContentsOf } = texts;
  const keyLoadedBy = textOf(options, 'exim_user').text || 'root';
  const connectors: Connector[] = [];
  for (const [name, transportOptions] of transports) {
    if (transportOptions.get('driver') !== 'smtp') continue;
    const position = `${command} transport ${name}`;
    const files = readFiles(transportOptions, variablesOf(texts), pemContentsOf, (reason, option, failure) => {
      problems.push(problemOfFailure(reason, `${position} ${option}`, failure));
      if (option === 'tls_certificate') unreadParts.push(`${server.name} ${name}`);
    });
    if (files.certificateFiles.length === 0) continue;
    connectors.push(sendConnector({ name, options: transportOptions, position, ...files }, keyLoadedBy, server));
  }
  return connectors;
}

/** Returns why this host cannot probe a socket of Exim; undefined if it can. */
function proxyProblemOf(hosts: string, address: string): Failure | undefined {
  switch (expectsProxyProtocol(hosts, address)) {
    case true:
      return EXIM_FAILURES.exim_only_for_proxies;
    case undefined:
      return EXIM_FAILURES.exim_proxy_unknown;
    case false:
      return undefined;
  }
}

/** Returns true for `*`, an address, or a network. */
function isAddressPattern(pattern: string): boolean {
  return pattern === '*' || resemblesIpAddress(pattern.replace(/\/\d{1,3}$/, ''));
}

/**
 * Returns true if Exim expects the PROXY protocol from an address; undefined if the list contains
 * names, lookups or files, which are not evaluated here.
 * @param hosts the value of `hosts_proxy`
 * @see https://www.exim.org/exim-html-current/doc/html/spec_html/ch-proxies.html
 */
function expectsProxyProtocol(hosts: string, address: string): boolean | undefined {
  // The initial value is for an empty list, which matches no host.
  let isNegated = true;
  for (const item of eximList(hosts)) {
    isNegated = item.startsWith('!');
    const pattern = item.replace(/^!\s*/, '');
    if (!isAddressPattern(pattern)) return undefined;
    if (pattern === '*' || isInIpRange(address, pattern)) return !isNegated;
  }
  // A list that ends with a negated item matches all other hosts.
  return isNegated && hosts.trim() !== '';
}
