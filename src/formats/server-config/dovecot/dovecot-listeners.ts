import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import type { ProbeProtocol } from '../../../domain/connector/probe-target.ts';
import { DOVECOT_FAILURES } from '../../../domain/failure/dovecot-failures.ts';
import { SETTING_FAILURES } from '../../../domain/failure/setting-failures.ts';
import { type Host, hasIpv6 } from '../host.ts';
import { type ResolvedSettings, unresolved } from '../resolved-settings.ts';
import { blockName, type DovecotBlock, type DovecotTree } from './dovecot-tree.ts';

/** A TCP listener in Dovecot's settings. */
export interface DovecotListener {
  /** For example `imaps`. */
  readonly name: string;
  /** For example `imap-login`. */
  readonly service: string;
  /** The name in `protocols`; undefined if it is not a mail protocol. */
  readonly protocol: string | undefined;
  readonly port: number;
  readonly isImplicitTls: boolean;
  /**
   * True if the service expects the PROXY protocol of HAProxy, so that only a proxy can connect.
   */
  readonly usesProxyProtocol: boolean;
  /** Addresses and names as written; `*` and `::` for all addresses. */
  readonly listen: readonly string[];
}

/** The settings of a listener, by the name of the setting. */
type ListenerSettings = ReadonlyMap<string, string>;

/** A service of Dovecot. */
interface Service {
  /** The protocol in `protocols` that enables the service; undefined if it is always enabled. */
  readonly protocol: string | undefined;
  /** By the name of the listener. */
  readonly listeners: ReadonlyMap<string, ListenerSettings>;
}

function listenerSettings(port: number, isImplicitTls: boolean): ListenerSettings {
  return new Map([
    ['port', String(port)],
    ['ssl', isImplicitTls ? 'yes' : 'no'],
  ]);
}

/**
 * The built-in services, if the defaults are unknown: `doveconf -n` prints only changed settings.
 */
const BUILT_IN_SERVICES: ReadonlyMap<string, Service> = new Map([
  [
    'imap-login',
    {
      protocol: 'imap',
      listeners: new Map([
        ['imap', listenerSettings(143, false)],
        ['imaps', listenerSettings(993, true)],
      ]),
    },
  ],
  [
    'pop3-login',
    {
      protocol: 'pop3',
      listeners: new Map([
        ['pop3', listenerSettings(110, false)],
        ['pop3s', listenerSettings(995, true)],
      ]),
    },
  ],
  [
    'submission-login',
    {
      protocol: 'submission',
      listeners: new Map([
        ['submission', listenerSettings(587, false)],
        ['submissions', listenerSettings(465, true)],
      ]),
    },
  ],
  ['managesieve-login', { protocol: 'sieve', listeners: new Map([['sieve', listenerSettings(4190, false)]]) }],
  ['lmtp', { protocol: 'lmtp', listeners: new Map() }],
]);

/** The protocols of probes by the name in `protocols`. */
const PROBE_PROTOCOLS: ReadonlyMap<string, readonly [starttls: ProbeProtocol, implicitTls: ProbeProtocol]> = new Map([
  ['imap', ['imap', 'imaps']],
  ['pop3', ['pop3', 'pop3s']],
  ['submission', ['smtp', 'smtps']],
  ['sieve', ['sieve', 'tls']],
  ['lmtp', ['lmtp', 'tls']],
]);

/** Returns the protocol of probes; undefined if the listener never uses TLS. */
export function protocolOf({ protocol, isImplicitTls }: DovecotListener): ProbeProtocol | undefined {
  const [starttls, implicitTls] = PROBE_PROTOCOLS.get(protocol ?? '') ?? [];
  return isImplicitTls ? (implicitTls ?? 'tls') : starttls;
}

/** Adds the settings of a `service` block to the services. */
function applyBlock(services: Map<string, Service>, block: DovecotBlock): void {
  const name = blockName(block);
  const existing = services.get(name);
  const listeners = new Map(existing?.listeners ?? []);
  for (const inner of block.blocks.filter(({ kind }) => kind === 'inet_listener')) {
    const listenerName = blockName(inner);
    listeners.set(listenerName, new Map([...(listeners.get(listenerName) ?? []), ...inner.settings]));
  }
  services.set(name, { protocol: block.settings.get('protocol') || existing?.protocol, listeners });
}

/**
 * Returns the enabled protocols: the words of `protocols`, or the entries of its block with `yes`.
 */
function protocolsOf({ settings, blocks }: DovecotTree): readonly string[] | undefined {
  const block = blocks.findLast(({ kind }) => kind === 'protocols');
  if (block !== undefined) return [...block.settings].flatMap(([name, value]) => (value === 'yes' ? [name] : []));
  return settings.get('protocols')?.split(/\s+/);
}

function splitList(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((item) => item !== '');
}

/**
 * Returns every TCP listener of the enabled protocols.
 * @param tree the output of `doveconf -n`, which contains only the changed settings
 * @param defaults the output of `doveconf -d`; if undefined, the built-in services apply
 */
export function dovecotListeners(tree: DovecotTree, defaults: DovecotTree | undefined): readonly DovecotListener[] {
  const services = new Map(BUILT_IN_SERVICES);
  const defaultServices = defaults?.blocks.filter(({ kind }) => kind === 'service') ?? [];
  // The defaults of this Dovecot replace the built-in ones.
  for (const block of defaultServices) services.delete(blockName(block));
  for (const block of defaultServices) applyBlock(services, block);
  for (const block of tree.blocks.filter(({ kind }) => kind === 'service')) applyBlock(services, block);

  // Until 2.3, `protocols` had a default; since 2.4, no protocol is enabled without it.
  const isBefore24 = /^2\.[0-3](?:\.|$)/.test(tree.version ?? '');
  const enabledProtocols = new Set(
    protocolsOf(tree) ?? (defaults && protocolsOf(defaults)) ?? (isBefore24 ? ['imap', 'pop3', 'lmtp'] : []),
  );
  const defaultListen = splitList(tree.settings.get('listen') || defaults?.settings.get('listen') || '*, ::');
  return [...services].flatMap(([service, { protocol, listeners }]) => {
    if (protocol !== undefined && protocol !== '' && !enabledProtocols.has(protocol)) return [];
    return [...listeners].flatMap(([name, settings]) => {
      const port = Number(settings.get('port') ?? 0);
      if (!Number.isInteger(port) || port < 1 || port > 65_535) return [];
      const listen = splitList(settings.get('listen') || settings.get('address') || '');
      return {
        name,
        service,
        protocol: protocol || undefined,
        port,
        isImplicitTls: settings.get('ssl') === 'yes',
        usesProxyProtocol: settings.get('haproxy') === 'yes',
        listen: listen.length > 0 ? listen : defaultListen,
      };
    });
  });
}

/** Returns the host names in a list of addresses and names. The host names must be resolved. */
export function hostNamesIn(listen: readonly string[]): readonly string[] {
  return listen.filter((item) => item !== '*' && !resemblesIpAddress(item.replace(/^\[(.*)\]$/, '$1')));
}

/** Returns the addresses of the bound sockets; IPv6 without brackets. */
export function addressesOf(
  { listen }: Pick<DovecotListener, 'listen'>,
  host: Host,
): ResolvedSettings<readonly [string, ...string[]]> {
  const addresses: string[] = [];
  for (const item of listen) {
    const bare = item.replace(/^\[(.*)\]$/, '$1');
    if (bare === '*') addresses.push('0.0.0.0');
    else if (bare !== '::' || hasIpv6(host)) {
      const resolved = resemblesIpAddress(bare) ? [bare] : host.addressesOf(bare);
      if (resolved === undefined || resolved.length === 0)
        return unresolved(SETTING_FAILURES.address_not_resolved({ text: bare }));
      addresses.push(...resolved);
    }
  }
  const [first, ...others] = [...new Set(addresses)];
  return first === undefined
    ? unresolved(DOVECOT_FAILURES.dovecot_without_address)
    : { kind: 'value', value: [first, ...others] };
}
