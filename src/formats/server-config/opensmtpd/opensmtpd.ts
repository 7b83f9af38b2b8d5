import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import type { Connector } from '../../../domain/connector/connector.ts';
import type { InventoryPart } from '../../../domain/connector/inventory-part.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { OPENSMTPD_FAILURES } from '../../../domain/failure/opensmtpd-failures.ts';
import type { Problem, Reason } from '../../../domain/failure/problem.ts';
import { problemOfFailure } from '../../../domain/failure/problem-of-failure.ts';
import {
  type DiscoveredConnectors,
  type DiscoveredServer,
  type DiscoveredSocket,
  receiveConnector,
} from '../discovered-connectors.ts';
import type { Host } from '../host.ts';
import type { SmtpdSettings } from './parse-smtpd-conf.ts';
import { type SmtpdListener, smtpdListenerOf } from './smtpd-listener.ts';
import { type SmtpdPki, type SmtpdRelay, smtpdPkis, smtpdRelayOf } from './smtpd-pki.ts';

/** The host and the server to which smtpd.conf applies. */
export interface SmtpdContext {
  readonly host: Host;
  /** The addresses of this host by interface; link-local addresses with their zone. */
  readonly interfaces: ReadonlyMap<string, readonly string[]>;
  /** The contents of the mailname file; undefined if it is missing. */
  readonly mailname: string | undefined;
  readonly server: DiscoveredServer;
}

/** The file and the line of a statement. */
interface Position {
  readonly file: string;
  readonly line: number;
}

const NO_FILES = { certificateFiles: [], keyFiles: [] } as const;

const positionOf = ({ file, line }: Position): string => `${file}:${line}`;

const DEFAULT_PORT: Readonly<Record<SmtpdListener['tls'], number>> = {
  none: 25,
  starttls: 25,
  'starttls-required': 25,
  implicit: 465,
};
const PROTOCOL = { none: 'smtp', starttls: 'smtp', 'starttls-required': 'smtp', implicit: 'smtps' } as const;

/** Returns every name after `listen on`: the names of interfaces and of hosts. */
export function smtpdHostsIn({ statements }: SmtpdSettings): readonly string[] {
  const hosts = statements.map((statement) => smtpdListenerOf(statement)?.on ?? '');
  return [...new Set(hosts)].filter((name) => name !== '' && !resemblesIpAddress(name));
}

/**
 * Returns the addresses of an interface, an address or a name, in the order in which smtpd resolves
 * them.
 */
function addressesOf({ on, family }: SmtpdListener, { interfaces, host }: SmtpdContext): readonly string[] {
  const addresses = interfaces.get(on) ?? (resemblesIpAddress(on) ? [on] : host.addressesOf(on)) ?? [];
  return addresses.filter((address) => family === undefined || address.includes(':') === (family === 'inet6'));
}

function portOf({ port, tls }: SmtpdListener, { host: { ports } }: SmtpdContext): number | undefined {
  if (port === undefined) return DEFAULT_PORT[tls];
  if (!/^\d+$/.test(port)) return ports.get(port);
  return Number(port) > 0 && Number(port) <= 65_535 ? Number(port) : undefined;
}

/** Collects the connectors, problems and unread parts of the statements, in order. */
class ConnectorCollector {
  readonly connectors: Connector[] = [];
  readonly problems: Problem[] = [];
  /** The sockets, and the names of the relays, whose certificates are unknown. @see DiscoveredConnectors */
  readonly unreadParts: InventoryPart[] = [];
  readonly #context: SmtpdContext;
  readonly #pkis: ReadonlyMap<string, SmtpdPki>;

  constructor({ statements }: SmtpdSettings, context: SmtpdContext) {
    this.#context = context;
    this.#pkis = smtpdPkis(statements);
  }

  /** Adds the Receive connectors of a listener, one for each address. */
  addListener(listener: SmtpdListener): void {
    const { server, mailname } = this.#context;
    for (const word of listener.unknown) {
      const failure = OPENSMTPD_FAILURES.opensmtpd_word_ignored({ word: word.slice(0, 64) });
      this.#addProblem('settings_malformed', listener, failure);
    }
    const addresses = addressesOf(listener, this.#context);
    const port = portOf(listener, this.#context);
    if (port === undefined || addresses.length === 0) {
      const failure =
        port === undefined
          ? OPENSMTPD_FAILURES.opensmtpd_port_unknown({ port: listener.port ?? '' })
          : OPENSMTPD_FAILURES.opensmtpd_interface_unknown({ name: listener.on });
      this.#addProblem('unresolved', listener, failure);
      const possibleAddresses = addresses.length === 0 ? [undefined] : addresses;
      this.unreadParts.push(...possibleAddresses.map((address) => ({ server: server.name, address, port })));
      return;
    }
    if (listener.usesProxyProtocol)
      this.#addProblem('unresolved', listener, OPENSMTPD_FAILURES.opensmtpd_only_for_proxies);
    const files = listener.tls === 'none' ? NO_FILES : this.#filesOf(listener.pki, listener);
    for (const address of addresses) {
      const socket: DiscoveredSocket = {
        address,
        port,
        ...files,
        protocol: PROTOCOL[listener.tls],
        offersTls: listener.tls !== 'none',
        isProbed: !listener.usesProxyProtocol,
        fqdn: listener.hostname ?? mailname,
        keyLoadedBy: 'root',
        requireTls: listener.tls === 'starttls-required',
      };
      this.connectors.push(receiveConnector(socket, server, positionOf(listener)));
    }
  }

  /** Adds the Send connector of a relay action. */
  addRelay(relay: SmtpdRelay): void {
    const { server } = this.#context;
    const { certificateFiles, keyFiles } = this.#filesOf([relay.pki], relay);
    // Users filter by connector name, where `*` is a wildcard, so a name must not contain one.
    const name = `${server.name} ${relay.action.replaceAll('*', '_').slice(0, 200)}`;
    if (certificateFiles.length === 0) {
      this.unreadParts.push(name);
      return;
    }
    this.connectors.push({
      name,
      direction: 'send',
      fqdn: undefined,
      fqdnOrigin: 'discovered',
      enabled: true,
      starttls: true,
      certificateFiles,
      ...(keyFiles.length === 0 ? {} : { keyFiles }),
      keyLoadedBy: 'root',
      reload: server.reload,
      ...(relay.requiresTls ? { requireTls: true } : {}),
      source: { inventory: server.name, place: positionOf(relay) },
    });
  }

  /**
   * Returns the files of `pki` entries; empty if one of the files is unresolved, because the served
   * certificate is then unknown.
   */
  #filesOf(
    names: readonly string[],
    position: Position,
  ): { certificateFiles: readonly string[]; keyFiles: readonly string[] } {
    const pkis = names.map((name) => this.#pkis.get(name));
    const unresolvedIndex = pkis.findIndex((pki) => pki?.certificate === undefined);
    if (names.length === 0) {
      this.#addProblem('settings_malformed', position, OPENSMTPD_FAILURES.opensmtpd_pki_missing);
    } else if (unresolvedIndex >= 0) {
      const { opensmtpd_pki_undefined, opensmtpd_pki_without_certificate } = OPENSMTPD_FAILURES;
      const failureOf =
        pkis[unresolvedIndex] === undefined ? opensmtpd_pki_undefined : opensmtpd_pki_without_certificate;
      this.#addProblem('unresolved', position, failureOf({ name: names[unresolvedIndex] ?? '' }));
    }
    const certificateFiles = pkis.flatMap((pki) => pki?.certificate ?? []);
    const keyFiles = pkis.flatMap((pki) => pki?.key ?? []);
    const relative = [...certificateFiles, ...keyFiles].find((file) => !file.startsWith('/'));
    if (relative !== undefined) {
      const failure = OPENSMTPD_FAILURES.opensmtpd_path_not_absolute({ path: relative.slice(0, 200) });
      this.#addProblem('unresolved', position, failure);
    }
    return unresolvedIndex >= 0 || relative !== undefined ? NO_FILES : { certificateFiles, keyFiles };
  }

  #addProblem(reason: Reason, position: Position, failure: Failure): void {
    this.problems.push(problemOfFailure(reason, positionOf(position), failure));
  }
}

/**
 * Returns the connectors of smtpd.conf: a Receive connector for each socket, and a Send connector
 * for each relay action with a client certificate.
 * @see https://man.openbsd.org/smtpd.conf.5
 */
export function opensmtpdConnectors(settings: SmtpdSettings, context: SmtpdContext): DiscoveredConnectors {
  const collector = new ConnectorCollector(settings, context);
  for (const statement of settings.statements) {
    const listener = smtpdListenerOf(statement);
    if (listener !== undefined) collector.addListener(listener);
    const relay = smtpdRelayOf(statement);
    if (relay !== undefined) collector.addRelay(relay);
  }
  const { connectors, problems, unreadParts } = collector;
  return { connectors, problems, unreadParts };
}
