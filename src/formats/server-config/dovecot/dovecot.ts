import type { Connector, Source } from '../../../domain/connector/connector.ts';
import { type ProbeProtocol, type ProbeTarget, USUAL_PROBE } from '../../../domain/connector/probe-target.ts';
import { reached } from '../../../domain/connector/reached.ts';
import type { Problem, Reason } from '../../../domain/problem.ts';
import { type FoundInstance, type FoundServer, fullName } from '../found-connector.ts';
import { bracketed, type Host } from '../host.ts';
import { areOfTwoKinds, describeFiles, type KindsOf, type NamedFiles } from '../named-files.ts';
import { connectorOfName, disambiguateByFile, type ShownName, storesOfName } from '../shown-name.ts';
import { type DovecotConnection, DovecotFilters } from './dovecot-filters.ts';
import {
  addressesOf,
  type DovecotListener,
  dovecotListeners,
  protocolOf,
  unresolvedNames,
} from './dovecot-listeners.ts';
import { type DovecotShown, shownTo } from './dovecot-shown.ts';
import type { DovecotTree } from './dovecot-tree.ts';

/** A Dovecot instance and the context of its settings. */
export interface DovecotContext {
  /** `dovecot`, or the name of another instance. */
  readonly instance: string;
  readonly server: FoundServer;
  /** The command that printed the settings: `doveconf -n`. */
  readonly command: string;
  readonly tree: DovecotTree;
  /** The output of `doveconf -d`; undefined: unknown. */
  readonly defaults: DovecotTree | undefined;
  /** The base of relative paths. */
  readonly directory: string;
  readonly host: Host;
  readonly kindsOf: KindsOf;
}

interface Named {
  readonly name: string;
  readonly files: NamedFiles;
  readonly probe: ProbeTarget | undefined;
}

/** Returns the names that must be resolved to determine the certificates. */
export function hostsOfDovecot(tree: DovecotTree, defaults: DovecotTree | undefined): readonly string[] {
  const filters = new DovecotFilters(tree, () => undefined);
  const listen = dovecotListeners(tree, defaults).flatMap((listener) => unresolvedNames(listener.listen));
  return [...new Set([...listen, ...filters.localHosts])];
}

class DovecotReader {
  readonly #context: DovecotContext;
  readonly #filters: DovecotFilters;
  readonly #fqdn: string | undefined;
  readonly #source: Source;
  readonly #connectors: Connector[] = [];
  readonly #problems = new Map<string, Problem>();
  readonly #named = new Map<string, Named>();
  readonly #unreadParts: string[] = [];

  constructor(context: DovecotContext) {
    const { tree, host, server, command } = context;
    this.#context = context;
    this.#filters = new DovecotFilters(tree, host.addressesOf);
    this.#fqdn = fullName(tree.settings.get('hostname'));
    this.#source = { inventory: server.name, place: command };
  }

  read(): FoundInstance {
    const { tree, defaults, host } = this.#context;
    const listeners = dovecotListeners(tree, defaults);
    for (const listener of listeners) this.#listens(listener, listeners);
    for (const label of this.#filters.localHosts) {
      if (host.addressesOf(label) !== undefined) continue;
      this.#report(`local ${label}`, 'cannot resolve its address');
      this.#unreadParts.push(`${this.#context.instance} sni`);
    }
    for (const { label } of this.#filters.byRemote) {
      this.#report(`remote ${label}`, 'clients from there get settings of their own, which is not checked');
    }
    const names = [...this.#named.values()].map((named) => this.#shownName(named));
    const isPattern = ({ serverName }: ShownName): boolean => serverName.startsWith('*');
    const stores = names.filter(isPattern).flatMap((name) => storesOfName(name, ['IMAP', 'POP', 'SMTP']));
    for (const name of names) if (!isPattern(name)) this.#connectors.push(connectorOfName(name));
    return {
      connectors: this.#connectors,
      stores,
      problems: [...this.#problems.values()],
      unreadParts: this.#unreadParts,
    };
  }

  /** Returns whether settings are for a host of which no address is known. */
  get #hasUnknownLocal(): boolean {
    return this.#filters.localHosts.some((label) => this.#context.host.addressesOf(label) === undefined);
  }

  #report(about: string, detail: string, reason: Reason = 'unresolved'): void {
    const problem = { reason, location: `${this.#context.command} ${about}`, detail };
    this.#problems.set(`${problem.location}\n${detail}`, problem);
  }

  #reportAll(about: string, { problem, remarks }: Pick<DovecotShown, 'problem' | 'remarks'>): void {
    if (problem !== undefined) this.#report(about, problem.detail, problem.reason);
    for (const remark of remarks) this.#report(about, remark, 'settings_malformed');
  }

  #shownTo(connection: DovecotConnection): DovecotShown {
    const { directory, kindsOf } = this.#context;
    return shownTo(connection, this.#filters, directory, kindsOf);
  }

  #listens(listener: DovecotListener, all: readonly DovecotListener[]): void {
    const protocol = protocolOf(listener);
    // A listener without TLS, such as for statistics, is not a connector.
    if (protocol === undefined) return;
    const { name, service } = listener;
    const isUnique = all.filter((other) => other.name === name).length === 1;
    const called = `${this.#context.instance} ${isUnique ? name : `${service}/${name}`}`;
    const about = `service ${service} inet_listener ${name}`;
    const sockets = addressesOf(listener, this.#context.host);
    if (sockets.kind === 'unresolved') {
      this.#report(about, sockets.detail);
      this.#unreadParts.push(called);
      return;
    }
    if (listener.usesProxyProtocol) this.#report(about, 'haproxy = yes: only a proxy can connect, so it is not probed');
    // A socket may have another connector for an unknown address.
    else if (this.#hasUnknownLocal) this.#unreadParts.push(called);
    for (const [at, address] of sockets.value.entries()) {
      const own = this.#at(reached(address), listener, protocol, about);
      this.#connectors.push({ name: [called, ...(at === 0 ? [] : [bracketed(address)])].join(' '), ...own });
      this.#elsewhere(address, own, called, listener, protocol, about);
    }
  }

  /**
   * Adds connectors for the addresses of a wildcard socket whose certificate differs from that of
   * the loopback address.
   */
  #elsewhere(
    bound: string,
    own: Omit<Connector, 'name'>,
    called: string,
    listener: DovecotListener,
    protocol: ProbeProtocol,
    about: string,
  ): void {
    if (bound !== '0.0.0.0' && bound !== '::') return;
    const isOfFamily = (address: string): boolean => address.includes(':') === (bound === '::');
    const seen = new Set([described(own)]);
    for (const address of this.#context.host.addresses.filter(isOfFamily)) {
      const there = this.#at(address, listener, protocol, about);
      if (seen.has(described(there))) continue;
      seen.add(described(there));
      this.#connectors.push({ name: `${called} ${bracketed(address)}`, ...there });
    }
  }

  #at(address: string, listener: DovecotListener, spoken: ProbeProtocol, about: string): Omit<Connector, 'name'> {
    const { computer, reload } = this.#context.server;
    const { protocol = '', port, isImplicitTls, usesProxyProtocol } = listener;
    const serverName = this.#fqdn ?? computer;
    const own = this.#shownTo({ protocol, address, serverName: undefined });
    this.#reportAll(about, own);
    if (own.isOff && isImplicitTls) this.#report(about, 'it is a TLS listener, but ssl = no', 'settings_malformed');
    const target = { ...USUAL_PROBE, protocol: spoken, host: address, port };
    const probe = (asked: string | undefined, files: NamedFiles | undefined): ProbeTarget | undefined =>
      usesProxyProtocol ? undefined : { ...target, serverName: asked, both: this.#isOfTwoKinds(files) };
    // A client that requests a name may receive another certificate than the default one.
    const isNamed = this.#differs({ protocol, address, serverName }, own);
    for (const name of own.isOff ? [] : this.#filters.serverNames) {
      const asked = name.replace(/^\*/, 'any');
      const shown = this.#shownTo({ protocol, address, serverName: asked });
      const isOther = this.#differs({ protocol, address, serverName: asked }, own);
      // Remarks about the default certificate were already reported.
      const remarks = shown.remarks.filter((remark) => !own.remarks.includes(remark));
      this.#reportAll(`local_name ${name}`, { problem: isOther ? shown.problem : undefined, remarks });
      if (!isOther) continue;
      const { files } = shown;
      if (files === undefined) {
        if (shown.problem !== undefined) this.#unreadParts.push(this.#nameOf(name));
        continue;
      }
      const key = `${name}\n${describeFiles(files)}`;
      const before = this.#named.get(key);
      if (before?.probe === undefined) this.#named.set(key, { name, files, probe: probe(name, files) });
    }
    const found = probe(isNamed ? undefined : serverName, own.files);
    return {
      direction: 'receive',
      fqdn: this.#fqdn,
      fqdnOrigin: 'discovered',
      enabled: true,
      starttls: !own.isOff,
      ...(own.files ?? {}),
      keyLoadedBy: 'root',
      ...(found === undefined ? { listensAt: { host: address, port } } : { probe: found }),
      reload,
      ...(own.isRequired ? { requireTls: true } : {}),
      source: this.#source,
    };
  }

  #differs(connection: DovecotConnection, own: DovecotShown): boolean {
    const { files } = this.#shownTo(connection);
    return (files && describeFiles(files)) !== (own.files && describeFiles(own.files));
  }

  #isOfTwoKinds(files: NamedFiles | undefined): boolean {
    return files !== undefined && areOfTwoKinds(files, this.#context.kindsOf);
  }

  /** Returns the name of the connector for an SNI name. */
  #nameOf(name: string): string {
    return [this.#context.instance, 'sni', name.replace(/^\*/, '')].join(' ');
  }

  #shownName(named: Named): ShownName {
    const { server, command } = this.#context;
    const { name, files, probe } = named;
    const others = [...this.#named.values()].filter((other) => other !== named && other.name === name);
    return {
      called: [this.#nameOf(name), ...disambiguateByFile(named, others)].join(' '),
      serverName: name,
      files,
      probe,
      reload: server.reload,
      source: { ...this.#source, place: `${command} local_name ${name}` },
    };
  }
}

function described({
  starttls,
  certificateFiles: [first, ...others] = [],
  keyFiles = [],
}: Omit<Connector, 'name'>): string {
  return `${starttls} ${first === undefined ? '' : describeFiles({ certificateFiles: [first, ...others], keyFiles })}`;
}

/**
 * Returns the connectors of a Dovecot: a Receive connector for each socket that can use TLS. Each
 * SNI name with its own certificate has another one.
 * @see https://doc.dovecot.org/2.4.0/core/config/ssl.html
 */
export function dovecotConnectors(context: DovecotContext): FoundInstance {
  return new DovecotReader(context).read();
}
