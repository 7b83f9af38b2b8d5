import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import type { Connector } from '../../../domain/connector/connector.ts';
import { reached } from '../../../domain/connector/reached.ts';
import { socketName } from '../../../domain/connector/socket-name.ts';
import type { Problem, Reason } from '../../../domain/problem.ts';
import { connectorAt, type FoundConnectors, type FoundServer } from '../found-connector.ts';
import type { Host } from '../host.ts';
import { isInIpRange } from '../ip-range.ts';
import { areOfTwoKinds, haveOneKindTwice, type KindsOf } from '../named-files.ts';
import { type ResolvedSettings, unresolved } from '../resolved-settings.ts';
import { expandFixed } from './exim-expand.ts';
import { eximList } from './exim-list.ts';
import { type EximOptions, textOf } from './exim-options.ts';
import { eximPort, eximSockets } from './exim-sockets.ts';

function isPlain(pattern: string): boolean {
  return pattern === '*' || resemblesIpAddress(pattern.replace(/\/\d{1,3}$/, ''));
}

/**
 * Returns true if Exim accepts connections from an address only as a proxy. undefined: the list
 * contains names, lookups or files, which are not evaluated here.
 * @param hosts the value of `hosts_proxy`
 * @see https://www.exim.org/exim-html-current/doc/html/spec_html/ch-proxies.html
 */
function hearsAsProxy(hosts: string, address: string): boolean | undefined {
  let isNegated = true;
  for (const item of eximList(hosts)) {
    isNegated = item.startsWith('!');
    const pattern = item.replace(/^!\s*/, '');
    if (!isPlain(pattern)) return undefined;
    if (pattern === '*' || isInIpRange(address, pattern)) return !isNegated;
  }
  // A list that ends with a negated item matches all other hosts.
  return isNegated && hosts.trim() !== '';
}

/** The output of Exim's own tool, and its start options. */
export interface EximTexts {
  /** The command that printed the settings: `exim4 -bP`. */
  readonly command: string;
  readonly options: EximOptions;
  /** The options of each transport. */
  readonly transports: ReadonlyMap<string, EximOptions>;
  /** The value of `-oX` at start, and its position; undefined: not set. */
  readonly override: { readonly value: string; readonly place: string } | undefined;
  /** The configuration file, absolute. */
  readonly file: string | undefined;
  readonly kindsOf: KindsOf;
}

/**
 * Returns the variables that are the same for every connection, so that file names can contain
 * them.
 */
function variablesOf({ options, file }: EximTexts): ReadonlyMap<string, string> {
  const names = ['primary_hostname', 'qualify_domain', 'qualify_recipient', 'spool_directory'];
  const known = names.map((name): [string, string] => [name, textOf(options, name).text]);
  const directory = file?.slice(0, file.lastIndexOf('/')) ?? '';
  const own: readonly [string, string][] = [
    ['config_file', file ?? ''],
    ['config_dir', directory],
  ];
  // The default of an unset variable is not printed.
  return new Map([...known, ...own].filter(([, value]) => value !== '' && !/[$\\]/.test(value)));
}

/** Returns the files of an option in order; empty if it is not set. */
function filesOf(
  options: EximOptions,
  name: string,
  variables: ReadonlyMap<string, string>,
): ResolvedSettings<readonly string[]> {
  const { text, isHidden } = textOf(options, name);
  if (isHidden) return unresolved('Exim shows it only to its administrators');
  const expanded = expandFixed(text, variables);
  if (expanded.kind === 'unresolved') return expanded;
  const files = eximList(expanded.value);
  const relative = files.find((file) => !file.startsWith('/'));
  return relative === undefined ? { kind: 'value', value: files } : unresolved(`"${relative}" is not an absolute path`);
}

interface Files {
  readonly certificateFiles: readonly string[];
  readonly keyFiles: readonly string[];
}

const NO_FILES: Files = { certificateFiles: [], keyFiles: [] };

/** Returns the certificate and key files. @param report receives unresolved settings */
function presented(
  options: EximOptions,
  variables: ReadonlyMap<string, string>,
  kindsOf: KindsOf,
  report: (reason: Reason, option: string, detail: string) => void,
): Files {
  const certificates = filesOf(options, 'tls_certificate', variables);
  if (certificates.kind === 'unresolved') {
    report('unresolved', 'tls_certificate', certificates.detail);
    return NO_FILES;
  }
  // With GnuTLS, Exim uses the certificate that matches the requested name, otherwise the first;
  // with OpenSSL, the last.
  if (haveOneKindTwice(certificates.value, kindsOf)) {
    report(
      'unresolved',
      'tls_certificate',
      'two of them have the same key type; which one is served depends on the client',
    );
    return NO_FILES;
  }
  const keys = filesOf(options, 'tls_privatekey', variables);
  if (keys.kind === 'unresolved') report('unresolved', 'tls_privatekey', keys.detail);
  return { certificateFiles: certificates.value, keyFiles: keys.kind === 'value' ? keys.value : [] };
}

function greetingName(options: EximOptions, variables: ReadonlyMap<string, string>): string {
  const active = expandFixed(textOf(options, 'smtp_active_hostname').text, variables);
  const primary = textOf(options, 'primary_hostname').text;
  return active.kind === 'value' && active.value !== '' ? active.value : primary;
}

/** Returns the connector of a transport; undefined: no client certificate. */
function sendConnector(
  [name, options]: readonly [string, EximOptions],
  { command }: EximTexts,
  { certificateFiles, keyFiles }: Files,
  keyLoadedBy: string,
  server: FoundServer,
): Connector | undefined {
  if (certificateFiles.length === 0) return undefined;
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
    source: { inventory: server.name, place: `${command} transport ${name}` },
  };
}

/**
 * Returns the connectors of Exim: a Receive connector for each socket, and a Send connector for
 * each transport with a client certificate.
 * @see https://www.exim.org/exim-html-current/doc/html/spec_html/ch-encrypted_smtp_connections_using_tlsssl.html
 */
export function eximConnectors(texts: EximTexts, host: Host, server: FoundServer): FoundConnectors {
  const { command, options, transports, override, kindsOf } = texts;
  const problems: Problem[] = [];
  const at = (name: string): string => `${command} ${name}`;
  const report = (reason: Reason, option: string, detail: string): void => {
    problems.push({ reason, location: at(option), detail });
  };
  const variables = variablesOf(texts);
  const text = (name: string): string => textOf(options, name).text;

  const advertised = text('tls_advertise_hosts');
  const implicitPorts = new Set(eximList(text('tls_on_connect_ports')).map((port) => eximPort(port, host)));
  // Exim without TLS support does not have this option.
  const hasTls = options.has('tls_certificate') && (advertised !== '' || implicitPorts.size > 0);
  const files = hasTls ? presented(options, variables, kindsOf, report) : NO_FILES;
  if (
    hasTls &&
    !problems.some(({ location }) => location === at('tls_certificate')) &&
    files.certificateFiles.length === 0
  ) {
    report('not_configured', 'tls_certificate', 'Exim creates a new self-signed certificate at each start');
  }
  const isForSome = hasTls && advertised !== '*' && advertised !== '';
  if (isForSome)
    report('unresolved', 'tls_advertise_hosts', 'STARTTLS is offered only to some hosts, so it is not probed');

  const keyLoadedBy = text('exim_user') || 'root';
  const fqdn = greetingName(options, variables);
  const listening = {
    interfaces: text('local_interfaces'),
    ports: text('daemon_smtp_ports'),
    override: override?.value,
  };
  const place = override?.place ?? at('local_interfaces');
  // The setting that determines if TLS is offered; Exim without TLS support does not have it.
  const offering = options.has('tls_advertise_hosts') ? at('tls_advertise_hosts') : place;
  const connectors: Connector[] = [];
  const unreadParts: string[] = [];
  const proxied = new Set<string>();
  for (const socket of eximSockets(listening, host)) {
    if (socket.kind === 'unresolved') {
      problems.push({ reason: 'unresolved', location: place, detail: socket.detail });
      unreadParts.push(...socket.sockets.map((each) => socketName(server.name, each)));
      continue;
    }
    const isImplicit = hasTls && implicitPorts.has(socket.value.port);
    const offersTls = isImplicit || (hasTls && advertised !== '');
    const asProxy = hearsAsProxy(text('hosts_proxy'), reached(socket.value.address));
    if (asProxy !== false) {
      const why = asProxy
        ? 'this host can connect only as a proxy'
        : 'it is unknown whether this host counts as a proxy';
      proxied.add(`${why}, so it is not probed`);
    }
    const isProbed = asProxy === false && (isImplicit || !isForSome);
    const protocol = isImplicit ? 'smtps' : 'smtp';
    const own = offersTls ? files : NO_FILES;
    const both = areOfTwoKinds(own, kindsOf);
    const found = { ...socket.value, ...own, protocol, offersTls, fqdn, keyLoadedBy, isProbed, both } as const;
    connectors.push(connectorAt(found, server, offersTls ? at('tls_certificate') : offering));
  }
  for (const detail of proxied) report('unresolved', 'hosts_proxy', detail);
  for (const transport of transports) {
    const [name, own] = transport;
    if (own.get('driver') !== 'smtp') continue;
    const shown = presented(own, variables, kindsOf, (reason, option, detail) => {
      problems.push({ reason, location: `${command} transport ${name} ${option}`, detail });
      if (option === 'tls_certificate') unreadParts.push(`${server.name} ${name}`);
    });
    const connector = sendConnector(transport, texts, shown, keyLoadedBy, server);
    if (connector !== undefined) connectors.push(connector);
  }
  return { connectors, problems, unreadParts };
}
