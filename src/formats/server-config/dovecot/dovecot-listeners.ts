import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import type { ProbeProtocol } from '../../../domain/connector/probe-target.ts';
import { type Host, hasIpv6 } from '../host.ts';
import { type ResolvedSettings, unresolved } from '../settled.ts';
import { blockName, type DovecotBlock, type DovecotTree } from './dovecot-tree.ts';

/** A TCP listener in Dovecot's settings. */
export interface DovecotListener {
  /** For example `imaps`. */
  readonly name: string;
  /** For example `imap-login`. */
  readonly service: string;
  /** Its name in `protocols`; undefined: not a mail protocol. */
  readonly protocol: string | undefined;
  readonly port: number;
  /** True: implicit TLS. */
  readonly isImplicit: boolean;
  /** True: only a proxy that announces each client can connect. */
  readonly usesProxyProtocol: boolean;
  /** Addresses and names as written; `*` and `::` for all addresses. */
  readonly listen: readonly string[];
}

type Values = ReadonlyMap<string, string>;

interface Service {
  readonly protocol: string | undefined;
  readonly listeners: ReadonlyMap<string, Values>;
}

function listener(port: number, isImplicit: boolean): Values {
  return new Map([
    ['port', String(port)],
    ['ssl', isImplicit ? 'yes' : 'no'],
  ]);
}

/**
 * The built-in services, if the defaults are unknown: `doveconf -n` prints only changed settings.
 */
const BUILT_IN: ReadonlyMap<string, Service> = new Map([
  [
    'imap-login',
    {
      protocol: 'imap',
      listeners: new Map([
        ['imap', listener(143, false)],
        ['imaps', listener(993, true)],
      ]),
    },
  ],
  [
    'pop3-login',
    {
      protocol: 'pop3',
      listeners: new Map([
        ['pop3', listener(110, false)],
        ['pop3s', listener(995, true)],
      ]),
    },
  ],
  [
    'submission-login',
    {
      protocol: 'submission',
      listeners: new Map([
        ['submission', listener(587, false)],
        ['submissions', listener(465, true)],
      ]),
    },
  ],
  ['managesieve-login', { protocol: 'sieve', listeners: new Map([['sieve', listener(4190, false)]]) }],
  ['lmtp', { protocol: 'lmtp', listeners: new Map() }],
]);

/** The protocols with STARTTLS and with implicit TLS. */
const SPOKEN: Readonly<Record<string, readonly [ProbeProtocol, ProbeProtocol]>> = {
  imap: ['imap', 'imaps'],
  pop3: ['pop3', 'pop3s'],
  submission: ['smtp', 'smtps'],
  sieve: ['sieve', 'tls'],
  lmtp: ['lmtp', 'tls'],
};

/** Returns the protocol for probes; undefined: the listener never uses TLS. */
export function protocolOf({ protocol, isImplicit }: DovecotListener): ProbeProtocol | undefined {
  const [clear, implicit] = (protocol !== undefined && Object.hasOwn(SPOKEN, protocol) && SPOKEN[protocol]) || [];
  return isImplicit ? (implicit ?? 'tls') : clear;
}

function withBlock(services: Map<string, Service>, block: DovecotBlock): void {
  const name = blockName(block);
  const before = services.get(name);
  const listeners = new Map(before?.listeners ?? []);
  for (const inner of block.blocks.filter(({ kind }) => kind === 'inet_listener')) {
    const called = blockName(inner);
    listeners.set(called, new Map([...(listeners.get(called) ?? []), ...inner.settings]));
  }
  services.set(name, { protocol: block.settings.get('protocol') || before?.protocol, listeners });
}

/**
 * Returns the enabled protocols: the words of `protocols`, or the entries of its block with `yes`.
 */
function protocolsOf({ settings, blocks }: DovecotTree): readonly string[] | undefined {
  const block = blocks.findLast(({ kind }) => kind === 'protocols');
  if (block !== undefined) return [...block.settings].flatMap(([name, value]) => (value === 'yes' ? [name] : []));
  return settings.get('protocols')?.split(/\s+/);
}

function listOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((item) => item !== '');
}

/**
 * Returns every TCP listener of the enabled protocols.
 * @param defaults the output of `doveconf -d`; undefined: the usual defaults apply
 */
export function dovecotListeners(tree: DovecotTree, defaults: DovecotTree | undefined): readonly DovecotListener[] {
  const services = new Map(BUILT_IN);
  const usual = defaults?.blocks.filter(({ kind }) => kind === 'service') ?? [];
  // The defaults of this Dovecot replace the built-in ones.
  for (const block of usual) services.delete(blockName(block));
  for (const block of usual) withBlock(services, block);
  for (const block of tree.blocks.filter(({ kind }) => kind === 'service')) withBlock(services, block);

  const isOld = /^2\.[0-3](?:\.|$)/.test(tree.version ?? '');
  const on = new Set(
    protocolsOf(tree) ?? (defaults && protocolsOf(defaults)) ?? (isOld ? ['imap', 'pop3', 'lmtp'] : []),
  );
  const everywhere = listOf(tree.settings.get('listen') || defaults?.settings.get('listen') || '*, ::');
  return [...services].flatMap(([service, { protocol, listeners }]) => {
    if (protocol !== undefined && protocol !== '' && !on.has(protocol)) return [];
    return [...listeners].flatMap(([name, values]) => {
      const port = Number(values.get('port') ?? 0);
      if (!Number.isInteger(port) || port < 1 || port > 65_535) return [];
      const own = listOf(values.get('listen') || values.get('address') || '');
      return {
        name,
        service,
        protocol: protocol || undefined,
        port,
        isImplicit: values.get('ssl') === 'yes',
        usesProxyProtocol: values.get('haproxy') === 'yes',
        listen: own.length > 0 ? own : everywhere,
      };
    });
  });
}

/** Returns the names in place of addresses, which must be resolved. */
export function hostsAmong(listen: readonly string[]): readonly string[] {
  return listen.filter((written) => written !== '*' && !resemblesIpAddress(written.replace(/^\[(.*)\]$/, '$1')));
}

/** Returns the addresses of the bound sockets; IPv6 without brackets. */
export function socketsOf(
  { listen }: Pick<DovecotListener, 'listen'>,
  host: Host,
): ResolvedSettings<readonly [string, ...string[]]> {
  const addresses: string[] = [];
  for (const written of listen) {
    const bare = written.replace(/^\[(.*)\]$/, '$1');
    if (bare === '*') addresses.push('0.0.0.0');
    else if (bare !== '::' || hasIpv6(host)) {
      const found = resemblesIpAddress(bare) ? [bare] : host.addressesOf(bare);
      if (found === undefined || found.length === 0) return unresolved(`cannot resolve "${bare}"`);
      addresses.push(...found);
    }
  }
  const [first, ...others] = [...new Set(addresses)];
  return first === undefined
    ? unresolved('it has no address of this host')
    : { kind: 'value', value: [first, ...others] };
}
