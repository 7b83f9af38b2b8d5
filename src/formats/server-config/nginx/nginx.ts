import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import type { Connector } from '../../../domain/connector/connector.ts';
import type { ProbeProtocol } from '../../../domain/connector/probe-target.ts';
import type { PartlyKnownSocket, ServerSocket } from '../../../domain/connector/socket-name.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { NGINX_FAILURES } from '../../../domain/failure/nginx-failures.ts';
import type { Problem, Reason } from '../../../domain/failure/problem.ts';
import { problemOfFailure } from '../../../domain/failure/problem-of-failure.ts';
import {
  type DiscoveredConnectors,
  type DiscoveredServer,
  type DiscoveredSocket,
  receiveConnector,
} from '../discovered-connectors.ts';
import type { Host } from '../host.ts';
import {
  haveRsaAndEcdsa,
  lastOfEachKeyType,
  type NamedFiles,
  type NamedPair,
  type PemContentsOf,
} from '../named-files.ts';
import type { NginxDirective } from './nginx-directives.ts';
import { hostNameOf, type NginxListener, parseNginxListen } from './parse-nginx-listen.ts';

/** The host and the server to which nginx's settings apply. */
export interface NginxContext {
  readonly host: Host;
  readonly server: DiscoveredServer;
  /** The base of relative paths of certificates and keys: the directory of the main file. */
  readonly directory: string;
  readonly pemContentsOf: PemContentsOf;
}

/** A `server` block of `mail` or `stream`. */
interface MailServer {
  readonly module: 'mail' | 'stream';
  /** The directive `server`. */
  readonly directive: NginxDirective;
  /** The directives in the block. */
  readonly directives: DirectivesByName;
  /** The directives of the enclosing block. */
  readonly defaults: DirectivesByName;
}

type DirectivesByName = ReadonlyMap<string, readonly NginxDirective[]>;

type MailProtocol = 'smtp' | 'imap' | 'pop3';

/**
 * The default protocol of a port in nginx.
 * @see https://nginx.org/en/docs/mail/ngx_mail_core_module.html#protocol
 */
const PROTOCOL_BY_PORT: ReadonlyMap<number, MailProtocol> = new Map([
  [25, 'smtp'],
  [587, 'smtp'],
  [465, 'smtp'],
  [143, 'imap'],
  [993, 'imap'],
  [110, 'pop3'],
  [995, 'pop3'],
]);
/** The protocols of ports with implicit TLS. */
const IMPLICIT_TLS_BY_PORT: ReadonlyMap<number, ProbeProtocol> = new Map([
  [465, 'smtps'],
  [993, 'imaps'],
  [995, 'pop3s'],
]);

const UNKNOWN_SOCKET: PartlyKnownSocket = { address: undefined, port: undefined };

/** The maximum number of certificates of a server. */
const MAX_CERTIFICATES = 16;

function groupByName(directives: readonly NginxDirective[]): DirectivesByName {
  const groups = new Map<string, NginxDirective[]>();
  for (const directive of directives) {
    const group = groups.get(directive.name);
    if (group === undefined) groups.set(directive.name, [directive]);
    else group.push(directive);
  }
  return groups;
}

function serversIn(directives: readonly NginxDirective[]): readonly MailServer[] {
  return (['mail', 'stream'] as const).flatMap((module) =>
    directives
      .filter(({ name }) => name === module)
      .flatMap(({ block = [] }) => {
        const defaults = groupByName(block);
        const servers = defaults.get('server') ?? [];
        return servers.map((server) => ({
          module,
          directive: server,
          directives: groupByName(server.block ?? []),
          defaults,
        }));
      }),
  );
}

/** Returns all directives with a name: of the server block, otherwise of the enclosing block. */
function directivesOf({ directives, defaults }: MailServer, name: string): readonly NginxDirective[] {
  return directives.get(name) ?? defaults.get(name) ?? [];
}

function lastValueOf(server: MailServer, name: string): string | undefined {
  return directivesOf(server, name).at(-1)?.values[0];
}

/** Returns every name that must be resolved to find the addresses of nginx. */
export function nginxHostsIn(directives: readonly NginxDirective[]): readonly string[] {
  const names = serversIn(directives).flatMap((server) =>
    directivesOf(server, 'listen').flatMap(({ values }) => {
      const parsed = parseNginxListen(values);
      return parsed.kind === 'listener' ? (hostNameOf(parsed.listener) ?? []) : [];
    }),
  );
  return [...new Set(names)];
}

function positionOf({ file, line }: NginxDirective): string {
  return `${file}:${line}`;
}

/** Collects the connectors, problems and unread parts of `server` blocks, in order. */
class ConnectorCollector {
  readonly connectors: Connector[] = [];
  readonly problems: Problem[] = [];
  /** The sockets whose connectors are unknown. @see DiscoveredConnectors */
  readonly unreadParts: ServerSocket[] = [];
  readonly #context: NginxContext;
  /** The sockets that have a connector, as `ADDRESS PORT`. */
  readonly #usedSockets = new Set<string>();
  /** The files of each server. They are stored, so that their errors are reported only once. */
  readonly #files = new Map<MailServer, NamedFiles | undefined>();

  constructor(context: NginxContext) {
    this.#context = context;
  }

  /** Adds the connectors and problems of a server. */
  addServer(server: MailServer): void {
    const listenDirectives = directivesOf(server, 'listen');
    if (listenDirectives.length === 0) {
      const { nginx_listen_missing } = NGINX_FAILURES;
      this.#addUnreadProblem('settings_malformed', server.directive, nginx_listen_missing, [UNKNOWN_SOCKET]);
    }
    for (const listen of listenDirectives) {
      const parsed = parseNginxListen(listen.values);
      if (parsed.kind === 'listener') this.#addListener(server, listen, parsed.listener);
      if (parsed.kind === 'invalid') this.#addUnreadProblem('unresolved', listen, parsed.failure, [UNKNOWN_SOCKET]);
    }
  }

  #addListener(server: MailServer, directive: NginxDirective, listener: NginxListener): void {
    const isTls = listener.isTls || lastValueOf(server, 'ssl') === 'on';
    // A stream without its own TLS forwards the certificate of its target.
    if (server.module === 'stream' && !isTls) return;
    const { port } = listener;
    const addresses = this.#addressesOf(listener);
    const sockets = (addresses.length === 0 ? [undefined] : addresses).map((address) => ({ address, port }));
    const protocol = this.#protocolOf(server, listener, isTls);
    if (protocol === undefined) {
      this.#addUnreadProblem('unresolved', directive, NGINX_FAILURES.nginx_protocol_unknown, sockets);
      return;
    }
    if (addresses.length === 0) {
      const failure = NGINX_FAILURES.nginx_address_unknown({ name: listener.host });
      this.#addUnreadProblem('unresolved', directive, failure, sockets);
    }
    const starttls = lastValueOf(server, 'starttls') ?? 'off';
    const offersTls = isTls || starttls !== 'off';
    const files = offersTls ? this.#filesOnce(server, directive) : undefined;
    if (listener.usesProxyProtocol) {
      this.#addProblem('unresolved', directive, NGINX_FAILURES.nginx_only_for_proxies);
    }
    for (const address of addresses) {
      const socket = `${address} ${port}`;
      if (this.#usedSockets.has(socket)) {
        this.#addProblem('unresolved', directive, NGINX_FAILURES.nginx_socket_shared);
        continue;
      }
      this.#usedSockets.add(socket);
      const discoveredSocket: DiscoveredSocket = {
        address,
        port,
        protocol,
        offersTls,
        fqdn: lastValueOf(server, 'server_name'),
        certificateFiles: files?.certificateFiles ?? [],
        keyFiles: files?.keyFiles ?? [],
        keyLoadedBy: 'root',
        requireTls: isTls || starttls === 'only',
        isProbed: !listener.usesProxyProtocol,
        hasRsaAndEcdsa: files !== undefined && haveRsaAndEcdsa(files, this.#context.pemContentsOf),
      };
      this.connectors.push(receiveConnector(discoveredSocket, this.#context.server, positionOf(directive)));
    }
  }

  #protocolOf(server: MailServer, { port }: NginxListener, isTls: boolean): ProbeProtocol | undefined {
    if (server.module === 'stream') return IMPLICIT_TLS_BY_PORT.get(port) ?? 'tls';
    const configured = lastValueOf(server, 'protocol');
    const isKnown = configured === 'smtp' || configured === 'imap' || configured === 'pop3';
    const protocol = isKnown ? configured : PROTOCOL_BY_PORT.get(port);
    return protocol !== undefined && isTls ? `${protocol}s` : protocol;
  }

  #addressesOf(listener: NginxListener): readonly string[] {
    const { host, isDualStack } = listener;
    if (host === '*') return ['0.0.0.0'];
    if (isDualStack) return ['0.0.0.0', '::'];
    return resemblesIpAddress(host) ? [host] : (this.#context.host.addressesOf(host) ?? []);
  }

  /** Returns the files of a server. Their errors are reported in the first call only. */
  #filesOnce(server: MailServer, directive: NginxDirective): NamedFiles | undefined {
    if (!this.#files.has(server)) this.#files.set(server, this.#filesOf(server, directive));
    return this.#files.get(server);
  }

  /**
   * Returns the files of a server; undefined if none is set, or if it is unknown which ones apply.
   */
  #filesOf(server: MailServer, directive: NginxDirective): NamedFiles | undefined {
    const certificates = directivesOf(server, 'ssl_certificate').map(({ values }) => values[0] ?? '');
    const keys = directivesOf(server, 'ssl_certificate_key').map(({ values }) => values[0] ?? '');
    const [first, ...others] = certificates;
    if (first === undefined) {
      this.#addProblem('settings_malformed', directive, NGINX_FAILURES.nginx_certificate_missing);
      return undefined;
    }
    if (certificates.length > MAX_CERTIFICATES) {
      const failure = NGINX_FAILURES.nginx_certificates_too_many({ limit: MAX_CERTIFICATES });
      this.#addProblem('unresolved', directive, failure);
      return undefined;
    }
    const unknownFile = [...certificates, ...keys].find(
      (path) => path === '' || /\$|^(?:data|engine|store):/.test(path),
    );
    if (unknownFile !== undefined) {
      this.#addProblem('unresolved', directive, NGINX_FAILURES.nginx_file_unknown);
      return undefined;
    }
    const pairAt = (certificate: string, index: number): NamedPair => {
      const key = keys[index];
      return { certificate: this.#absolute(certificate), key: key === undefined ? undefined : this.#absolute(key) };
    };
    const { files, remarks } = lastOfEachKeyType(
      [pairAt(first, 0), ...others.map((path, index) => pairAt(path, index + 1))],
      this.#context.pemContentsOf,
    );
    for (const remark of remarks) this.#addProblem('settings_malformed', directive, remark);
    return files;
  }

  #absolute(path: string): string {
    return path.startsWith('/') ? path : `${this.#context.directory}/${path}`;
  }

  /** Adds a problem, and the sockets as parts whose connectors are unknown. */
  #addUnreadProblem(
    reason: Reason,
    directive: NginxDirective,
    failure: Failure,
    sockets: readonly PartlyKnownSocket[],
  ): void {
    this.#addProblem(reason, directive, failure);
    this.unreadParts.push(...sockets.map((socket) => ({ server: this.#context.server.name, ...socket })));
  }

  #addProblem(reason: Reason, directive: NginxDirective, failure: Failure): void {
    this.problems.push(problemOfFailure(reason, positionOf(directive), failure));
  }
}

/**
 * Returns a Receive connector for each socket of nginx's `mail`, and for each socket of `stream`
 * that terminates TLS.
 * @param directives of all files; included directives are in the place of their `include`
 * @see https://nginx.org/en/docs/mail/ngx_mail_ssl_module.html
 */
export function nginxConnectors(directives: readonly NginxDirective[], context: NginxContext): DiscoveredConnectors {
  const collector = new ConnectorCollector(context);
  for (const server of serversIn(directives)) collector.addServer(server);
  const { connectors, problems, unreadParts } = collector;
  return { connectors, problems, unreadParts };
}
