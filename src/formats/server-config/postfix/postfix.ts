import type { Connector } from '../../../domain/connector/connector.ts';
import { type ProbeTarget, USUAL_PROBE } from '../../../domain/connector/probe-target.ts';
import { reached } from '../../../domain/connector/reached.ts';
import type { Problem, Reason } from '../../../domain/problem.ts';
import { type FoundInstance, type FoundServer, fullName } from '../found-connector.ts';
import { bracketed, type Host } from '../host.ts';
import { areOfTwoKinds, type ConfiguredFiles, describeFiles, type KindsOf, type NamedFiles } from '../named-files.ts';
import type { ResolvedSettings } from '../resolved-settings.ts';
import { connectorOfName, type ShownName, storesOfName } from '../shown-name.ts';
import { certificateOf } from './postfix-certificate.ts';
import { clientTlsOf, serverTlsOf, type TlsUse } from './postfix-level.ts';
import { listenerOf, splitList } from './postfix-listener.ts';
import type { PostfixService, PostfixSettings } from './postfix-settings.ts';
import { isNamed, type SniEntry, type SniNames, type SniTable, sniEntriesOf } from './postfix-sni.ts';

const MAX_LINES = 100_000;

/**
 * Returns a function from a service to its position, for example `master.cf:12`. If the file could
 * not be read, returns the command that printed the service.
 */
function masterPlaces({
  path,
  text,
}: {
  readonly path: string;
  readonly text: string | undefined;
}): (service: Pick<PostfixService, 'name' | 'type'>) => string {
  const lines = new Map<string, number>();
  for (const [at, line] of (text ?? '').split('\n', MAX_LINES).entries()) {
    // A line that begins with a space continues the previous one.
    const [, name, type] = /^([^\s#]\S*)\s+(\S+)/.exec(line) ?? [];
    if (name !== undefined && type !== undefined) lines.set(`${name}/${type}`, at + 1);
  }
  return ({ name, type }) => {
    const line = lines.get(`${name}/${type}`);
    return line === undefined ? 'postconf -M' : `${path}:${line}`;
  };
}

/** Returns true if an item is `inet` or `smtp/inet` for the service. */
function matches(item: string, { name, type }: PostfixService): boolean {
  return item === type || item === `${name}/${type}`;
}

/**
 * Returns true if master opens no port for a service: the first matching word counts.
 * @see https://www.postfix.org/postconf.5.html#master_service_disable
 */
function isDisabled(service: PostfixService, settings: PostfixSettings): ResolvedSettings<boolean> {
  const written = settings.settle('master_service_disable');
  if (written.kind === 'unresolved') return { ...written, detail: `master_service_disable: ${written.detail}` };
  const first = splitList(written.value).find((item) => matches(item.replace(/^!/, ''), service));
  return { kind: 'value', value: first !== undefined && !first.startsWith('!') };
}

/** A Postfix instance and the context of its settings. */
export interface PostfixContext {
  /** `postfix`, or the name of another instance. */
  readonly instance: string;
  readonly server: FoundServer;
  readonly settings: PostfixSettings;
  /** The path of master.cf and its contents; undefined: not readable. */
  readonly master: { readonly path: string; readonly text: string | undefined };
  readonly host: Host;
  readonly kindsOf: KindsOf;
  /** Returns the contents of an SNI table's source file, unless its compiled file is older. */
  readonly textOf: (table: SniTable) => ResolvedSettings<string>;
}

/** An SNI name, its service and its probe target. */
interface ServedName {
  readonly entry: SniEntry;
  readonly service: PostfixService;
  readonly probe: ProbeTarget | undefined;
}

/**
 * Returns the service that handles TLS: postscreen transfers its connections to another service.
 */
function speakerOf(service: PostfixService, settings: PostfixSettings): ResolvedSettings<PostfixService | undefined> {
  if (service.program !== 'postscreen') return { kind: 'value', value: service };
  const name = settings.settle('smtpd_service_name', service);
  if (name.kind === 'unresolved') return name;
  const speaker = settings.services.find((other) => other.type === 'pass' && other.name === (name.value || 'smtpd'));
  return { kind: 'value', value: speaker };
}

class PostfixReader {
  readonly #context: PostfixContext;
  readonly #placeOf: (service: PostfixService) => string;
  readonly #connectors: Connector[] = [];
  readonly #problems: Problem[] = [];
  readonly #unreadParts: string[] = [];
  readonly #shown = new Map<string, ServedName>();

  constructor(context: PostfixContext) {
    this.#context = context;
    this.#placeOf = masterPlaces(context.master);
  }

  read(): FoundInstance {
    const { services } = this.#context.settings;
    for (const service of services) {
      if (service.type === 'inet' && ['smtpd', 'postscreen'].includes(service.program)) this.#listens(service);
    }
    const names = [...this.#shown.values()].map((shown) => this.#shownName(shown));
    const isPattern = ({ serverName }: ShownName): boolean => serverName.startsWith('.');
    const stores = names.filter(isPattern).flatMap((name) => storesOfName(name, ['SMTP']));
    for (const name of names) if (!isPattern(name)) this.#connectors.push(connectorOfName(name));
    this.#clients(services.filter(({ type, program }) => type === 'unix' && program === 'smtp'));
    return { connectors: this.#connectors, stores, problems: this.#problems, unreadParts: this.#unreadParts };
  }

  #report(service: PostfixService, detail: string, reason: Reason = 'unresolved'): void {
    this.#problems.push({ reason, location: `${this.#placeOf(service)} ${service.name}`, detail });
  }

  /** Returns the value; undefined if it is unresolved, which is reported. */
  #valueOf<T>(service: PostfixService, settled: ResolvedSettings<T>): T | undefined {
    if (settled.kind === 'value') return settled.value;
    this.#report(service, settled.detail);
    return undefined;
  }

  /**
   * Returns the value; undefined if it is unresolved. Then the connectors of this part of the
   * instance are unknown.
   */
  #valueOfPart<T>(part: string, service: PostfixService, settled: ResolvedSettings<T>): T | undefined {
    if (settled.kind === 'unresolved') this.#unreadParts.push(`${this.#context.instance} ${part}`);
    return this.#valueOf(service, settled);
  }

  #listens(service: PostfixService): void {
    const { settings, host } = this.#context;
    const own = service.name;
    if (this.#valueOfPart(own, service, isDisabled(service, settings)) !== false) return;
    const listener = this.#valueOfPart(own, service, listenerOf(service, settings, host));
    if (listener === undefined) return;
    const speaker = this.#valueOfPart(own, service, speakerOf(service, settings));
    if (speaker === undefined) {
      this.#report(service, 'postscreen has no smtpd service of type pass', 'settings_malformed');
      this.#unreadParts.push(`${this.#context.instance} ${own}`);
    }
    const tls = speaker && this.#valueOfPart(own, service, serverTlsOf(speaker, settings));
    const offers = tls !== undefined && tls.begins !== 'never';
    const files = speaker && offers ? this.#filesOf(service, speaker) : undefined;
    const entries = speaker && offers ? this.#entriesOf(service, speaker) : [];
    const usesProxyProtocol = this.#usesProxyProtocol(service);
    const fqdn = this.#fqdnOf(speaker ?? service);
    const serverName = fqdn ?? this.#context.server.computer;
    for (const [at, address] of listener.addresses.entries()) {
      const probe = tls && !usesProxyProtocol ? this.#probe(address, listener.port, tls, serverName, files) : undefined;
      // With this name, the server would serve the certificate of an SNI entry instead of the
      // default one.
      const own = probe && (isNamed(serverName, entries) ? { ...probe, serverName: undefined } : probe);
      this.#connectors.push({
        name: [this.#context.instance, service.name, ...(at === 0 ? [] : [bracketed(address)])].join(' '),
        direction: 'receive',
        fqdn,
        fqdnOrigin: 'discovered',
        enabled: true,
        starttls: tls?.begins !== 'never',
        ...(files ?? {}),
        keyLoadedBy: 'root',
        ...(own === undefined ? { listensAt: { host: reached(address), port: listener.port } } : { probe: own }),
        reload: this.#context.server.reload,
        ...(tls?.isRequired === true ? { requireTls: true } : {}),
        source: { inventory: this.#context.server.name, place: this.#placeOf(service) },
      });
      // A service without a default certificate refuses STARTTLS for any name.
      if (at === 0 && speaker !== undefined) this.#remember(entries, speaker, files && probe);
    }
  }

  /** Returns the files, and reports those that are never served. */
  #servedFiles(
    service: PostfixService,
    settled: ResolvedSettings<ConfiguredFiles | undefined>,
  ): NamedFiles | undefined {
    const presented = this.#valueOf(service, settled);
    for (const remark of presented?.remarks ?? []) this.#report(service, remark, 'settings_malformed');
    return presented?.files;
  }

  #filesOf(service: PostfixService, speaker: PostfixService): NamedFiles | undefined {
    const { settings, kindsOf } = this.#context;
    const certificate = certificateOf('smtpd_tls', speaker, settings, kindsOf);
    const files = this.#servedFiles(service, certificate);
    // A name of this service is probed only if its default certificate is known.
    if (certificate.kind === 'unresolved') this.#unreadNames(speaker);
    if (certificate.kind === 'value' && certificate.value === undefined) {
      this.#report(service, 'TLS is enabled, but no certificate is configured', 'settings_malformed');
    }
    if (service.program !== 'postscreen' || files === undefined) return files;
    const proxy = settings.services.find(({ program }) => program === 'tlsproxy');
    const settled = proxy && certificateOf('tlsproxy_tls', proxy, settings, kindsOf);
    const before = settled?.kind === 'value' ? settled.value?.files : undefined;
    if (before !== undefined && describeFiles(before) !== describeFiles(files)) {
      const [other] = before.certificateFiles;
      this.#report(service, `postscreen serves ${other} to new clients; this file is not checked`);
    }
    return files;
  }

  #entriesOf(service: PostfixService, speaker: PostfixService): readonly SniEntry[] {
    const { settings, textOf, kindsOf } = this.#context;
    const tables = sniEntriesOf(settings, speaker, textOf, kindsOf);
    const entries = tables.flatMap((table) => this.#sniEntries(service, speaker, table));
    for (const { name } of entries.filter(({ isRefused }) => isRefused)) {
      const why = `two certificates for ${name} have the same key type: Postfix ends TLS connections with this server name`;
      this.#report(service, why, 'settings_malformed');
    }
    return entries;
  }

  /** Returns the entries of an SNI table, and reports a table that cannot be read. */
  #sniEntries(service: PostfixService, speaker: PostfixService, table: SniNames): readonly SniEntry[] {
    if (table.kind === 'value') return table.value;
    this.#report(service, table.detail);
    if (table.isUnlistable !== true) this.#unreadNames(speaker);
    return [];
  }

  #unreadNames({ name }: PostfixService): void {
    const { instance } = this.#context;
    this.#unreadParts.push(`${instance} sni`, `${instance} ${name} sni`);
  }

  #fqdnOf(service: PostfixService): string | undefined {
    return fullName(this.#valueOf(service, this.#context.settings.settle('myhostname', service)));
  }

  /** Returns true if only a proxy that announces each client can connect. */
  #usesProxyProtocol(service: PostfixService): boolean {
    const name =
      service.program === 'postscreen' ? 'postscreen_upstream_proxy_protocol' : 'smtpd_upstream_proxy_protocol';
    const protocol = this.#valueOf(service, this.#context.settings.settle(name, service)) ?? '';
    if (protocol !== '') this.#report(service, `${name} is ${protocol}: only a proxy can connect, so it is not probed`);
    return protocol !== '';
  }

  #probe(
    address: string,
    port: number,
    tls: TlsUse,
    serverName: string | undefined,
    files: NamedFiles | undefined,
  ): ProbeTarget {
    const protocol = tls.begins === 'implicit' ? 'smtps' : 'smtp';
    return { ...USUAL_PROBE, protocol, host: reached(address), port, serverName, both: this.#isOfTwoKinds(files) };
  }

  #isOfTwoKinds(files: NamedFiles | undefined): boolean {
    return files !== undefined && areOfTwoKinds(files, this.#context.kindsOf);
  }

  /** Stores each SNI name once, even if several services serve the same files for it. */
  #remember(entries: readonly SniEntry[], service: PostfixService, probe: ProbeTarget | undefined): void {
    for (const entry of entries) {
      const key = `${entry.name}\n${describeFiles(entry.files)}`;
      const before = this.#shown.get(key);
      if (before === undefined || before.probe === undefined) this.#shown.set(key, { entry, service, probe });
    }
  }

  /**
   * Returns the SNI name; its service is part of the name if several services serve different
   * files.
   */
  #shownName({ entry: { name, files, table }, service, probe }: ServedName): ShownName {
    const { instance, server } = this.#context;
    const isUnique = [...this.#shown.values()].filter((other) => other.entry.name === name).length === 1;
    return {
      called: [instance, ...(isUnique ? [] : [service.name]), 'sni', name].join(' '),
      serverName: name,
      files,
      probe: probe && { ...probe, serverName: name, both: this.#isOfTwoKinds(files) },
      reload: table?.compiled === undefined ? server.reload : ['postmap', '-F', table.name],
      source: { inventory: server.name, place: table?.path ?? this.#placeOf(service) },
    };
  }

  /**
   * Adds the SMTP clients with a certificate; one connector for all clients with equal settings.
   */
  #clients(services: readonly PostfixService[]): void {
    const { settings, kindsOf, server, instance } = this.#context;
    const alike = new Set<string>();
    for (const service of services) {
      const own = `client ${service.name}`;
      const tls = this.#valueOfPart(own, service, clientTlsOf(service, settings));
      if (tls === undefined || tls.begins === 'never') continue;
      const certificate = certificateOf('smtp_tls', service, settings, kindsOf);
      if (certificate.kind === 'unresolved') this.#unreadParts.push(`${instance} ${own}`);
      const files = this.#servedFiles(service, certificate);
      if (files === undefined) continue;
      const helo = this.#valueOf(service, settings.settle('smtp_helo_name', service));
      const key = [helo, tls.isRequired, describeFiles(files)].join('\n');
      if (alike.has(key)) continue;
      alike.add(key);
      this.#connectors.push({
        name: `${instance} client ${service.name}`,
        direction: 'send',
        fqdn: fullName(helo),
        fqdnOrigin: 'discovered',
        enabled: true,
        starttls: true,
        ...files,
        keyLoadedBy: 'root',
        reload: server.reload,
        ...(tls.isRequired ? { requireTls: true } : {}),
        source: { inventory: server.name, place: this.#placeOf(service) },
      });
    }
  }
}

/**
 * Returns the connectors of a Postfix:
 * - a Receive connector for each socket of smtpd or postscreen
 * - a Receive connector for each SNI name with its own certificate
 * - a Send connector for each client certificate
 * @see https://www.postfix.org/TLS_README.html
 * @see https://www.postfix.org/POSTSCREEN_README.html
 */
export function postfixConnectors(context: PostfixContext): FoundInstance {
  return new PostfixReader(context).read();
}
