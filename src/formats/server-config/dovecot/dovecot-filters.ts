import { isInIpRange } from '../is-in-ip-range.ts';
import type { DovecotBlock, DovecotTree } from './dovecot-tree.ts';

/** The settings of Dovecot that determine the certificate of a connection. */
export interface DovecotTls {
  /** `yes`, `required` or `no`. */
  readonly ssl: string;
  /** As written; in 2.3 with a leading `<`. */
  readonly certificate: string;
  readonly key: string;
  readonly otherCertificate: string;
  readonly otherKey: string;
}

/** The properties of a connection that filters use. */
export interface DovecotConnection {
  /** For example `imap` or `lmtp`. */
  readonly protocol: string;
  /** The local address; undefined for any address. */
  readonly address: string | undefined;
  /** The name requested by SNI. */
  readonly serverName: string | undefined;
}

/** The property of each setting, in the names of all versions. */
const KEYS: Readonly<Record<string, keyof DovecotTls>> = {
  ssl: 'ssl',
  ssl_cert: 'certificate',
  ssl_key: 'key',
  ssl_alt_cert: 'otherCertificate',
  ssl_alt_key: 'otherKey',
  ssl_server_cert_file: 'certificate',
  ssl_server_key_file: 'key',
  ssl_server_alt_cert_file: 'otherCertificate',
  ssl_server_alt_key_file: 'otherKey',
};

/** The defaults of Dovecot. */
const UNSET: DovecotTls = { ssl: 'yes', certificate: '', key: '', otherCertificate: '', otherKey: '' };

/** A block such as `local_name`, whose settings apply only to certain connections. */
export interface DovecotFilter {
  /** The enclosing blocks, outermost first, and the block itself. All of them must match. */
  readonly path: readonly DovecotBlock[];
  readonly tls: Partial<DovecotTls>;
}

/** Returns the TLS settings of a block and of its inner block `ssl_server { cert_file = … }`. */
function tlsSettingsOf({ settings, blocks }: DovecotBlock): Partial<DovecotTls> {
  const inner = blocks
    .filter(({ kind }) => kind === 'ssl_server')
    .flatMap((block) => [...block.settings].map(([name, value]) => [`ssl_server_${name}`, value] as const));
  return Object.fromEntries(
    [...settings, ...inner].flatMap(([name, value]) => {
      const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
      return key === undefined ? [] : [[key, value]];
    }),
  );
}

/** The kinds of blocks that are filters. */
const FILTERS: ReadonlySet<string> = new Set(['protocol', 'local', 'remote', 'local_name']);

/**
 * Returns the filters in a block, in order.
 * @param path the enclosing blocks and this block; empty for the root
 */
function filtersOf(block: DovecotBlock, path: readonly DovecotBlock[]): readonly DovecotFilter[] {
  return block.blocks
    .filter(({ kind }) => FILTERS.has(kind))
    .flatMap((inner) => {
      const innerPath = [...path, inner];
      const tls = tlsSettingsOf(inner);
      const innerFilter = Object.keys(tls).length === 0 ? [] : [{ path: innerPath, tls }];
      return [...innerFilter, ...filtersOf(inner, innerPath)];
    });
}

/**
 * Returns the names of a `local_name` block. In Dovecot 2.3, a block can have several names
 * separated by spaces.
 */
function namesOf(label: string): readonly string[] {
  return label
    .toLowerCase()
    .split(/\s+/)
    .filter((name) => name !== '');
}

/** @param pattern a name, or a wildcard for one DNS label: `*.example.com` */
function matchesName(pattern: string, name: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === name;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot) === pattern.slice(1);
}

/**
 * Returns the number of bits of the address or network in a block's label; -1 if the block is of
 * another kind.
 */
function prefixBitsOf({ kind, label }: DovecotBlock, expectedKind: string): number {
  if (kind !== expectedKind) return -1;
  const [, bits] = /\/(\d+)$/.exec(label) ?? [];
  return bits === undefined ? 128 : Number(bits);
}

/**
 * Returns the specificity of a filter, the most important value first. Dovecot 2.3 applies the most
 * specific filter last.
 */
function specificityOf({ path }: DovecotFilter): readonly number[] {
  const maxPrefixBits = (kind: string): number => Math.max(...path.map((block) => prefixBitsOf(block, kind)));
  const has = (kind: string): number => Number(path.some((block) => block.kind === kind));
  return [has('local_name'), maxPrefixBits('local'), maxPrefixBits('remote'), has('protocol')];
}

function compareSpecificity(a: DovecotFilter, b: DovecotFilter): number {
  const [left, right] = [specificityOf(a), specificityOf(b)];
  return left.map((value, index) => value - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** The TLS settings of Dovecot, and the connections to which they apply. */
export class DovecotFilters {
  readonly #global: DovecotTls;
  readonly #filters: readonly DovecotFilter[];
  readonly #addressesOf: (name: string) => readonly string[] | undefined;

  /** @param addressesOf resolves a name that a `local` block has instead of an address */
  constructor(tree: DovecotTree, addressesOf: (name: string) => readonly string[] | undefined) {
    this.#global = { ...UNSET, ...tlsSettingsOf(tree) };
    const filters = filtersOf(tree, []);
    // From 2.4, the last matching filter has precedence; before 2.4, the most specific filter.
    const isBefore24 = /^2\.[0-3](?:\.|$)/.test(tree.version ?? '');
    this.#filters = isBefore24 ? filters.toSorted(compareSpecificity) : filters;
    this.#addressesOf = addressesOf;
  }

  /** Returns the settings of a connection; ignores filters by the client's address. */
  tlsOf(connection: DovecotConnection): DovecotTls {
    const matching = this.#filters.filter(({ path }) => path.every((block) => this.#matches(block, connection)));
    return Object.assign({}, this.#global, ...matching.map(({ tls }) => tls)) as DovecotTls;
  }

  /** The names and patterns of all `local_name` blocks. */
  get serverNames(): readonly string[] {
    const labels = this.#filters.flatMap(({ path }) => path.filter(({ kind }) => kind === 'local_name'));
    return [...new Set(labels.flatMap(({ label }) => namesOf(label)))];
  }

  /** The blocks with settings for certain clients. */
  get remoteBlocks(): readonly DovecotBlock[] {
    return this.#filters.flatMap(({ path }) => path.filter(({ kind }) => kind === 'remote'));
  }

  /** The names in `local` blocks that must be resolved. */
  get localHosts(): readonly string[] {
    const labels = this.#filters.flatMap(({ path }) => path.filter(({ kind }) => kind === 'local'));
    return [...new Set(labels.map(({ label }) => label))].filter((label) => !/^[\d.]+(?:\/\d+)?$|:/.test(label));
  }

  #matches({ kind, label }: DovecotBlock, { protocol, address, serverName }: DovecotConnection): boolean {
    if (kind === 'protocol') return label.startsWith('!') ? label.slice(1) !== protocol : label === protocol;
    if (kind === 'local_name') {
      return serverName !== undefined && namesOf(label).some((pattern) => matchesName(pattern, serverName));
    }
    if (kind !== 'local' || address === undefined) return false;
    const resolved = this.#addressesOf(label);
    return resolved === undefined ? isInIpRange(address, label) : resolved.includes(address);
  }
}
