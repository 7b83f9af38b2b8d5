import type { Connector, Source } from '../../../domain/connector/connector.ts';
import {
  DEFAULT_PROBE,
  type ProbeProtocol,
  type ProbeTarget,
  SUBMISSION_PORT,
} from '../../../domain/connector/probe-target.ts';
import { reachableAddress } from '../../../domain/connector/reachable-address.ts';
import { DOVECOT_FAILURES } from '../../../domain/failure/dovecot-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import type { Problem, Reason } from '../../../domain/failure/problem.ts';
import { problemOfFailure } from '../../../domain/failure/problem-of-failure.ts';
import { type DiscoveredInstance, type DiscoveredServer, fullyQualifiedName } from '../discovered-connectors.ts';
import { bracketIpv6, type Host } from '../host.ts';
import { haveRsaAndEcdsa, identityOfFiles, type NamedFiles, type PemContentsOf } from '../named-files.ts';
import { connectorOfSni, disambiguateByFile, type SniConnector, storesOfWildcard } from '../sni-connector.ts';
import { connectionTlsOf, type DovecotConnectionTls } from './dovecot-connection-tls.ts';
import { type DovecotConnection, DovecotFilters } from './dovecot-filters.ts';
import { addressesOf, type DovecotListener, dovecotListeners, hostNamesIn, protocolOf } from './dovecot-listeners.ts';
import type { DovecotTree } from './dovecot-tree.ts';

/** A Dovecot instance and the context of its settings. */
export interface DovecotContext {
  /** `dovecot`, or the name of another instance. */
  readonly instance: string;
  readonly server: DiscoveredServer;
  /** The command that printed the settings: `doveconf -n`. */
  readonly command: string;
  readonly tree: DovecotTree;
  /** The output of `doveconf -d`; undefined: unknown. */
  readonly defaults: DovecotTree | undefined;
  /** The base of relative paths. */
  readonly directory: string;
  readonly host: Host;
  readonly pemContentsOf: PemContentsOf;
}

/** An SNI name with its own certificate. */
interface DovecotSniName {
  /** As in `local_name`; can begin with `*`. */
  readonly name: string;
  readonly files: NamedFiles;
  readonly probe: ProbeTarget | undefined;
}

/** A listener, with what is needed to create its connectors. */
interface Endpoint {
  readonly listener: DovecotListener;
  readonly probeProtocol: ProbeProtocol;
  /** The position of the listener in the settings. */
  readonly position: string;
}

/** Returns the host names that must be resolved to determine the certificates. */
export function dovecotHostsIn(tree: DovecotTree, defaults: DovecotTree | undefined): readonly string[] {
  const filters = new DovecotFilters(tree, () => undefined);
  const listenerHosts = dovecotListeners(tree, defaults).flatMap(({ listen }) => hostNamesIn(listen));
  return [...new Set([...listenerHosts, ...filters.localHosts])];
}

/** Collects the connectors, stores, problems and unread parts of an instance. Call `read` once. */
class ConnectorCollector {
  readonly #context: DovecotContext;
  readonly #filters: DovecotFilters;
  readonly #fqdn: string | undefined;
  readonly #source: Source;
  readonly #connectors: Connector[] = [];
  /** By location and failure, so that each problem is reported once. */
  readonly #problems = new Map<string, Problem>();
  /** By name and files, so that each SNI name with the same files has one connector. */
  readonly #sniNames = new Map<string, DovecotSniName>();
  /** The names of parts whose connectors are unknown. @see DiscoveredConnectors */
  readonly #unreadParts: string[] = [];

  constructor(context: DovecotContext) {
    const { tree, host, server, command } = context;
    this.#context = context;
    this.#filters = new DovecotFilters(tree, host.addressesOf);
    this.#fqdn = fullyQualifiedName(tree.settings.get('hostname'));
    this.#source = { inventory: server.name, place: command };
  }

  read(): DiscoveredInstance {
    const { tree, defaults } = this.#context;
    const listeners = dovecotListeners(tree, defaults);
    for (const listener of listeners) this.#addListener(listener, listeners);
    this.#reportUncheckedBlocks();
    const sniConnectors = [...this.#sniNames.values()].map((sniName) => this.#sniConnectorOf(sniName));
    const stores = sniConnectors
      .filter(isWildcard)
      .flatMap((connector) => storesOfWildcard(connector, ['IMAP', 'POP', 'SMTP']));
    return {
      connectors: [
        ...this.#connectors,
        ...sniConnectors.filter((connector) => !isWildcard(connector)).map(connectorOfSni),
      ],
      stores,
      problems: [...this.#problems.values()],
      unreadParts: this.#unreadParts,
    };
  }

  /** Reports `local` blocks whose address is unknown, and `remote` blocks. */
  #reportUncheckedBlocks(): void {
    for (const label of this.#unresolvedLocalHosts) {
      this.#addProblem(`local ${label}`, DOVECOT_FAILURES.dovecot_local_not_resolved);
      this.#unreadParts.push(`${this.#context.instance} sni`);
    }
    for (const { label } of this.#filters.remoteBlocks) {
      this.#addProblem(`remote ${label}`, DOVECOT_FAILURES.dovecot_remote_not_checked);
    }
  }

  /** The hosts in `local` blocks of which no address is known. */
  get #unresolvedLocalHosts(): readonly string[] {
    return this.#filters.localHosts.filter((label) => this.#context.host.addressesOf(label) === undefined);
  }

  #addProblem(position: string, failure: Failure, reason: Reason = 'unresolved'): void {
    const problem = problemOfFailure(reason, `${this.#context.command} ${position}`, failure);
    this.#problems.set(`${problem.location}\n${failureKey(failure)}`, problem);
  }

  #addProblemsOf(position: string, { problem, remarks }: Pick<DovecotConnectionTls, 'problem' | 'remarks'>): void {
    if (problem !== undefined) this.#addProblem(position, problem.failure, problem.reason);
    for (const remark of remarks) this.#addProblem(position, remark, 'settings_malformed');
  }

  #tlsOf(connection: DovecotConnection): DovecotConnectionTls {
    const { directory, pemContentsOf } = this.#context;
    return connectionTlsOf(connection, this.#filters, directory, pemContentsOf);
  }

  /**
   * Adds the connectors of a listener: one for each socket, and for a wildcard socket one for each
   * certificate that another address serves.
   */
  #addListener(listener: DovecotListener, listeners: readonly DovecotListener[]): void {
    const probeProtocol = protocolOf(listener);
    // A listener without TLS, such as for statistics, is not a connector.
    if (probeProtocol === undefined) return;
    const { name, service } = listener;
    const isUnique = listeners.filter((other) => other.name === name).length === 1;
    const connectorName = `${this.#context.instance} ${isUnique ? name : `${service}/${name}`}`;
    const position = `service ${service} inet_listener ${name}`;
    const addresses = addressesOf(listener, this.#context.host);
    if (addresses.kind === 'unresolved') {
      this.#addProblem(position, addresses.failure);
      this.#unreadParts.push(connectorName);
      return;
    }
    if (listener.usesProxyProtocol) {
      this.#addProblem(position, DOVECOT_FAILURES.dovecot_only_for_proxies);
    } else if (this.#unresolvedLocalHosts.length > 0) {
      // An address of a `local` block that is unknown now may serve another certificate. The
      // connectors of such addresses that earlier scans found are kept.
      this.#unreadParts.push(connectorName);
    }
    const endpoint = { listener, probeProtocol, position };
    for (const [index, address] of addresses.value.entries()) {
      const connector = this.#connectorAt(reachableAddress(address), endpoint);
      const addressInName = index === 0 ? [] : [bracketIpv6(address)];
      this.#connectors.push({ name: [connectorName, ...addressInName].join(' '), ...connector });
      if (address === '0.0.0.0' || address === '::') {
        this.#addOtherCertificates(address, connector, connectorName, endpoint);
      }
    }
  }

  /**
   * Adds connectors for the addresses of a wildcard socket that serve another certificate than the
   * loopback address.
   */
  #addOtherCertificates(
    wildcard: '0.0.0.0' | '::',
    loopbackConnector: Omit<Connector, 'name'>,
    connectorName: string,
    endpoint: Endpoint,
  ): void {
    const isOfFamily = (address: string): boolean => address.includes(':') === (wildcard === '::');
    const knownTls = new Set([describeTls(loopbackConnector)]);
    for (const address of this.#context.host.addresses.filter(isOfFamily)) {
      const connector = this.#connectorAt(address, endpoint);
      if (knownTls.has(describeTls(connector))) continue;
      knownTls.add(describeTls(connector));
      this.#connectors.push({ name: `${connectorName} ${bracketIpv6(address)}`, ...connector });
    }
  }

  /** Returns the connector of an address. Adds its problems and its SNI names. */
  #connectorAt(address: string, endpoint: Endpoint): Omit<Connector, 'name'> {
    const { hostFqdn, reload } = this.#context.server;
    const { protocol = '', port, isImplicitTls } = endpoint.listener;
    const serverName = this.#fqdn ?? hostFqdn;
    const defaultTls = this.#tlsOf({ protocol, address, serverName: undefined });
    this.#addProblemsOf(endpoint.position, defaultTls);
    if (defaultTls.isOff && isImplicitTls) {
      this.#addProblem(endpoint.position, DOVECOT_FAILURES.dovecot_tls_listener_without_tls, 'settings_malformed');
    }
    if (!defaultTls.isOff) this.#addSniNames(address, endpoint, defaultTls);
    // The probe requests the name only if the server then also serves the default certificate.
    const namedTls = this.#tlsOf({ protocol, address, serverName });
    const requestedName = haveSameFiles(namedTls, defaultTls) ? serverName : undefined;
    const probe = this.#probeOf(address, endpoint, requestedName, defaultTls.files);
    return {
      direction: 'receive',
      fqdn: this.#fqdn,
      fqdnOrigin: 'discovered',
      enabled: true,
      starttls: !defaultTls.isOff,
      ...(defaultTls.files ?? {}),
      keyLoadedBy: 'root',
      ...(probe === undefined ? { listensAt: { host: address, port } } : { probe }),
      reload,
      ...(defaultTls.isRequired ? { requireTls: true } : {}),
      ...(protocol === 'submission' && !isImplicitTls && port !== SUBMISSION_PORT ? { isSubmission: true } : {}),
      source: this.#source,
    };
  }

  /** Adds the SNI names whose files differ from the files of the default certificate. */
  #addSniNames(address: string, endpoint: Endpoint, defaultTls: DovecotConnectionTls): void {
    const { protocol = '' } = endpoint.listener;
    for (const name of this.#filters.serverNames) {
      // For the wildcard `*.example.com`, `any.example.com` represents every name that matches.
      const requestedName = name.replace(/^\*/, 'any');
      const tls = this.#tlsOf({ protocol, address, serverName: requestedName });
      const isDifferent = !haveSameFiles(tls, defaultTls);
      // Remarks about the default certificate were already reported.
      const defaultKeys = defaultTls.remarks.map(failureKey);
      const remarks = tls.remarks.filter((remark) => !defaultKeys.includes(failureKey(remark)));
      this.#addProblemsOf(`local_name ${name}`, { problem: isDifferent ? tls.problem : undefined, remarks });
      if (!isDifferent) continue;
      const { files, problem } = tls;
      if (files === undefined) {
        if (problem !== undefined) this.#unreadParts.push(this.#sniConnectorName(name));
        continue;
      }
      const key = `${name}\n${identityOfFiles(files)}`;
      if (this.#sniNames.get(key)?.probe !== undefined) continue;
      this.#sniNames.set(key, { name, files, probe: this.#probeOf(address, endpoint, name, files) });
    }
  }

  /** Returns the probe target; undefined if only a proxy can connect. */
  #probeOf(
    host: string,
    { listener: { port, usesProxyProtocol }, probeProtocol }: Endpoint,
    serverName: string | undefined,
    files: NamedFiles | undefined,
  ): ProbeTarget | undefined {
    if (usesProxyProtocol) return undefined;
    const hasBothKeyTypes = files !== undefined && haveRsaAndEcdsa(files, this.#context.pemContentsOf);
    return { ...DEFAULT_PROBE, protocol: probeProtocol, host, port, serverName, probesBothKeyTypes: hasBothKeyTypes };
  }

  #sniConnectorName(name: string): string {
    return [this.#context.instance, 'sni', name.replace(/^\*/, '')].join(' ');
  }

  #sniConnectorOf(sniName: DovecotSniName): SniConnector {
    const { server, command } = this.#context;
    const { name, files, probe } = sniName;
    const others = [...this.#sniNames.values()].filter((other) => other !== sniName && other.name === name);
    return {
      name: [this.#sniConnectorName(name), ...disambiguateByFile(sniName, others)].join(' '),
      serverName: name,
      files,
      probe,
      reload: server.reload,
      source: { ...this.#source, place: `${command} local_name ${name}` },
    };
  }
}

/** Returns a text that is equal for failures with the same code and arguments. */
function failureKey(failure: Failure): string {
  return JSON.stringify(failure);
}

function isWildcard({ serverName }: SniConnector): boolean {
  return serverName.startsWith('*');
}

function haveSameFiles({ files: a }: DovecotConnectionTls, { files: b }: DovecotConnectionTls): boolean {
  return (a && identityOfFiles(a)) === (b && identityOfFiles(b));
}

/** Returns a text that is equal for connectors with the same files and the same use of TLS. */
function describeTls({
  starttls,
  certificateFiles: [first, ...others] = [],
  keyFiles = [],
}: Omit<Connector, 'name'>): string {
  return `${starttls} ${first === undefined ? '' : identityOfFiles({ certificateFiles: [first, ...others], keyFiles })}`;
}

/**
 * Returns the connectors of a Dovecot instance: a Receive connector for each socket that can use
 * TLS, and for each SNI name with its own certificate.
 * @see https://doc.dovecot.org/2.4.0/core/config/ssl.html
 */
export function dovecotConnectors(context: DovecotContext): DiscoveredInstance {
  return new ConnectorCollector(context).read();
}
