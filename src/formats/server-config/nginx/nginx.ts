import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import type { Connector } from '../../../domain/connector/connector.ts';
import type { ProbeProtocol } from '../../../domain/connector/probe-target.ts';
import { type PartlyKnownSocket, socketName } from '../../../domain/connector/socket-name.ts';
import type { Problem, Reason } from '../../../domain/problem.ts';
import { connectorAt, type FoundConnectors, type FoundServer } from '../found-connector.ts';
import type { Host } from '../host.ts';
import { areOfTwoKinds, type KindsOf, lastOfEachKind, type NamedFiles, type NamedPair } from '../named-files.ts';
import type { NginxDirective } from './nginx-directives.ts';

/** A `listen` of nginx, as written. */
interface NginxListener {
  /** An address, a name, or `*` for every IPv4 address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** True if a proxy must announce each client, so that only a proxy can connect. */
  readonly usesProxyProtocol: boolean;
  /** True if `::` also accepts IPv4 clients. */
  readonly isDualStack: boolean;
}

/**
 * Parses the values of a `listen`; undefined: not a TCP socket. A string is the reason why it is
 * invalid.
 * @see https://nginx.org/en/docs/mail/ngx_mail_core_module.html#listen
 */
function parseNginxListen(values: readonly string[]): NginxListener | string | undefined {
  const [place = '', ...options] = values;
  if (place.startsWith('unix:') || options.includes('udp')) return undefined;
  const written = /^(?:(\*|\[[0-9A-Fa-f:.]+\]|[^\s:[\]]+):)?(\d+)$/.exec(place);
  const [, host = '*', digits = ''] = written ?? [];
  const port = Number(digits);
  if (written === null || port < 1 || port > 65_535) return `"${place.slice(0, 200)}" is not an address with a port`;
  const address = host.replace(/^\[|\]$/g, '');
  return {
    host: address === '0.0.0.0' ? '*' : address,
    port,
    isTls: options.includes('ssl'),
    usesProxyProtocol: options.includes('proxy_protocol'),
    isDualStack: address === '::' && options.includes('ipv6only=off'),
  };
}

/** Returns the name that must be resolved to find the addresses; undefined: none. */
function nginxHostOf({ host }: NginxListener): string | undefined {
  return host === '*' || resemblesIpAddress(host) ? undefined : host;
}

/** The context in which nginx's settings are read. */
export interface NginxContext {
  readonly host: Host;
  readonly server: FoundServer;
  /** The base of relative paths of certificates and keys: the directory of the main file. */
  readonly directory: string;
  readonly kindsOf: KindsOf;
}

/**
 * A `server` of `mail` or `stream` with its directives: its own, and those of the enclosing block.
 */
interface MailServer {
  readonly module: 'mail' | 'stream';
  readonly place: NginxDirective;
  readonly own: DirectivesByName;
  readonly outer: DirectivesByName;
}

type DirectivesByName = ReadonlyMap<string, readonly NginxDirective[]>;

type MailProtocol = 'smtp' | 'imap' | 'pop3';

/**
 * The default protocol of a port in nginx.
 * @see https://nginx.org/en/docs/mail/ngx_mail_core_module.html#protocol
 */
const PROTOCOL_AT: ReadonlyMap<number, MailProtocol> = new Map([
  [25, 'smtp'],
  [587, 'smtp'],
  [465, 'smtp'],
  [143, 'imap'],
  [993, 'imap'],
  [110, 'pop3'],
  [995, 'pop3'],
]);
/** Ports with implicit TLS. */
const IMPLICIT_AT: ReadonlyMap<number, ProbeProtocol> = new Map([
  [465, 'smtps'],
  [993, 'imaps'],
  [995, 'pop3s'],
]);

const UNKNOWN_SOCKET: PartlyKnownSocket = { address: undefined, port: undefined };

/** The maximum number of certificates of a server. */
const MAX_CERTIFICATES = 16;

function byName(directives: readonly NginxDirective[]): DirectivesByName {
  const named = new Map<string, NginxDirective[]>();
  for (const directive of directives) {
    const same = named.get(directive.name);
    if (same === undefined) named.set(directive.name, [directive]);
    else same.push(directive);
  }
  return named;
}

function serversIn(directives: readonly NginxDirective[]): readonly MailServer[] {
  return (['mail', 'stream'] as const).flatMap((module) =>
    directives
      .filter(({ name }) => name === module)
      .flatMap(({ block = [] }) => {
        const outer = byName(block);
        const servers = outer.get('server') ?? [];
        return servers.map((place) => ({ module, place, own: byName(place.block ?? []), outer }));
      }),
  );
}

/** Returns all values of a directive. Those of the server replace those of the enclosing block. */
function valuesOf({ own, outer }: MailServer, name: string): readonly NginxDirective[] {
  return own.get(name) ?? outer.get(name) ?? [];
}

function lastValueOf(server: MailServer, name: string): string | undefined {
  return valuesOf(server, name).at(-1)?.values[0];
}

/** Returns every name that must be resolved to find the addresses of nginx. */
export function nginxHostsIn(directives: readonly NginxDirective[]): readonly string[] {
  const names = serversIn(directives).flatMap((server) =>
    valuesOf(server, 'listen').flatMap(({ values }) => {
      const listener = parseNginxListen(values);
      return typeof listener === 'object' ? (nginxHostOf(listener) ?? []) : [];
    }),
  );
  return [...new Set(names)];
}

function placeOf({ file, line }: NginxDirective): string {
  return `${file}:${line}`;
}

/** A converter from servers to connectors, in order. */
class NginxReading {
  readonly connectors: Connector[] = [];
  readonly problems: Problem[] = [];
  readonly unreadParts: string[] = [];
  readonly #context: NginxContext;
  /** Sockets that have a server. */
  readonly #taken = new Set<string>();
  readonly #files = new Map<MailServer, NamedFiles | undefined>();

  constructor(context: NginxContext) {
    this.#context = context;
  }

  read(server: MailServer): void {
    const listens = valuesOf(server, 'listen');
    if (listens.length === 0)
      this.#reportUnread('settings_malformed', server.place, 'it has no "listen"', [UNKNOWN_SOCKET]);
    for (const listen of listens) {
      const listener = parseNginxListen(listen.values);
      if (typeof listener === 'string') this.#reportUnread('unresolved', listen, listener, [UNKNOWN_SOCKET]);
      else if (listener !== undefined) this.#listen(server, listen, listener);
    }
  }

  #listen(server: MailServer, place: NginxDirective, listener: NginxListener): void {
    const isTls = listener.isTls || lastValueOf(server, 'ssl') === 'on';
    // A stream without its own TLS forwards the certificate of its target.
    if (server.module === 'stream' && !isTls) return;
    const { port } = listener;
    const addresses = this.#addressesOf(listener);
    const sockets = (addresses.length === 0 ? [undefined] : addresses).map((address) => ({ address, port }));
    const protocol = this.#protocolOf(server, listener, isTls);
    if (protocol === undefined) {
      const detail = 'its protocol is unknown: it has no "protocol" and no well-known port';
      this.#reportUnread('unresolved', place, detail, sockets);
      return;
    }
    if (addresses.length === 0)
      this.#reportUnread('unresolved', place, `this host knows no address "${listener.host}"`, sockets);
    const starttls = lastValueOf(server, 'starttls') ?? 'off';
    const offersTls = isTls || starttls !== 'off';
    const files = offersTls ? this.#filesOnce(server, place) : undefined;
    if (listener.usesProxyProtocol) {
      this.#report('unresolved', place, 'proxy_protocol: only a proxy can connect to it, so it is not probed');
    }
    for (const address of addresses) {
      const socket = `${address} ${listener.port}`;
      if (this.#taken.has(socket)) {
        const detail =
          'another server has the same socket; what it serves to clients that ask for a name is not checked';
        this.#report('unresolved', place, detail);
        continue;
      }
      this.#taken.add(socket);
      const found = {
        ...{ address, port: listener.port, protocol, offersTls },
        fqdn: lastValueOf(server, 'server_name'),
        certificateFiles: files?.certificateFiles ?? [],
        keyFiles: files?.keyFiles ?? [],
        keyLoadedBy: 'root',
        requireTls: isTls || starttls === 'only',
        isProbed: !listener.usesProxyProtocol,
        both: files !== undefined && areOfTwoKinds(files, this.#context.kindsOf),
      };
      this.connectors.push(connectorAt(found, this.#context.server, placeOf(place)));
    }
  }

  #protocolOf(server: MailServer, { port }: NginxListener, isTls: boolean): ProbeProtocol | undefined {
    if (server.module === 'stream') return IMPLICIT_AT.get(port) ?? 'tls';
    const named = lastValueOf(server, 'protocol');
    const isKnown = named === 'smtp' || named === 'imap' || named === 'pop3';
    const protocol = isKnown ? named : PROTOCOL_AT.get(port);
    return protocol !== undefined && isTls ? `${protocol}s` : protocol;
  }

  #addressesOf(listener: NginxListener): readonly string[] {
    const { host, isDualStack } = listener;
    if (host === '*') return ['0.0.0.0'];
    if (isDualStack) return ['0.0.0.0', '::'];
    return resemblesIpAddress(host) ? [host] : (this.#context.host.addressesOf(host) ?? []);
  }

  /** Returns the files of a server, and reports their errors at the first socket only. */
  #filesOnce(server: MailServer, place: NginxDirective): NamedFiles | undefined {
    if (!this.#files.has(server)) this.#files.set(server, this.#filesOf(server, place));
    return this.#files.get(server);
  }

  /** Returns the files of a server; undefined if one is not a file, or depends on the client. */
  #filesOf(server: MailServer, place: NginxDirective): NamedFiles | undefined {
    const certificates = valuesOf(server, 'ssl_certificate').map(({ values }) => values[0] ?? '');
    const keys = valuesOf(server, 'ssl_certificate_key').map(({ values }) => values[0] ?? '');
    const [first, ...others] = certificates;
    if (first === undefined) {
      this.#report('settings_malformed', place, 'it offers TLS and has no "ssl_certificate"');
      return undefined;
    }
    if (certificates.length > MAX_CERTIFICATES) {
      this.#report('unresolved', place, `it has more than ${MAX_CERTIFICATES} certificates`);
      return undefined;
    }
    const unknown = [...certificates, ...keys].find((path) => path === '' || /\$|^(?:data|engine|store):/.test(path));
    if (unknown !== undefined) {
      this.#report('unresolved', place, 'a certificate or key of it is not a file that its settings name');
      return undefined;
    }
    const pair = (certificate: string, at: number): NamedPair => {
      const key = keys[at];
      return { certificate: this.#absolute(certificate), key: key === undefined ? undefined : this.#absolute(key) };
    };
    const pairs = [pair(first, 0), ...others.map((path, at) => pair(path, at + 1))] as const;
    const { files, remarks } = lastOfEachKind([pairs[0], ...pairs.slice(1)], this.#context.kindsOf);
    for (const remark of remarks) this.#report('settings_malformed', place, remark);
    return files;
  }

  #absolute(path: string): string {
    return path.startsWith('/') ? path : `${this.#context.directory}/${path}`;
  }

  /** Reports a socket whose address or protocol is unknown, so that its connectors are unknown. */
  #reportUnread(reason: Reason, place: NginxDirective, detail: string, sockets: readonly PartlyKnownSocket[]): void {
    this.#report(reason, place, detail);
    this.unreadParts.push(...sockets.map((socket) => socketName(this.#context.server.name, socket)));
  }

  #report(reason: Reason, place: NginxDirective, detail: string): void {
    this.problems.push({ reason, location: placeOf(place), detail });
  }
}

/**
 * Returns a Receive connector for each socket of nginx's `mail`, and for each socket of `stream`
 * that terminates TLS.
 * @param directives with the included ones in their places
 * @see https://nginx.org/en/docs/mail/ngx_mail_ssl_module.html
 */
export function nginxConnectors(directives: readonly NginxDirective[], context: NginxContext): FoundConnectors {
  const reading = new NginxReading(context);
  for (const server of serversIn(directives)) reading.read(server);
  const { connectors, problems, unreadParts } = reading;
  return { connectors, problems, unreadParts };
}
