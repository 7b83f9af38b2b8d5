import { isInIpRange } from '../ip-range.ts';
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
  /** The local address; undefined: any. */
  readonly address: string | undefined;
  /** The name requested by SNI. */
  readonly serverName: string | undefined;
}

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

const UNSET: DovecotTls = { ssl: 'yes', certificate: '', key: '', otherCertificate: '', otherKey: '' };

/** The settings for certain connections. */
export interface DovecotFilter {
  /** The enclosing blocks, outermost first, and the filter itself. */
  readonly path: readonly DovecotBlock[];
  readonly tls: Partial<DovecotTls>;
}

/** Returns the settings of a block itself, including those in `ssl_server { cert_file = … }`. */
function tlsWithin({ settings, blocks }: DovecotBlock): Partial<DovecotTls> {
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

const FILTERS: ReadonlySet<string> = new Set(['protocol', 'local', 'remote', 'local_name']);

function filtersWithin(block: DovecotBlock, path: readonly DovecotBlock[]): readonly DovecotFilter[] {
  return block.blocks
    .filter(({ kind }) => FILTERS.has(kind))
    .flatMap((inner) => {
      const whole = [...path, inner];
      const tls = tlsWithin(inner);
      const own = Object.keys(tls).length === 0 ? [] : [{ path: whole, tls }];
      return [...own, ...filtersWithin(inner, whole)];
    });
}

/**
 * Returns the names of a label. A name can start with `*` for one label: `*.example.com`. In 2.3,
 * it can have several names separated by spaces.
 */
function namesOf(label: string): readonly string[] {
  return label
    .toLowerCase()
    .split(/\s+/)
    .filter((name) => name !== '');
}

function isNamedBy(pattern: string, name: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === name;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot) === pattern.slice(1);
}

/** Returns the length of an address prefix in a block; -1: another kind of block. */
function bitsOf({ kind, label }: DovecotBlock, of: string): number {
  if (kind !== of) return -1;
  const [, bits] = /\/(\d+)$/.exec(label) ?? [];
  return bits === undefined ? 128 : Number(bits);
}

/** Returns the specificity of a filter for 2.3, which applies the most specific filter last. */
function particularity({ path }: DovecotFilter): readonly number[] {
  const most = (of: string): number => Math.max(...path.map((block) => bitsOf(block, of)));
  const has = (of: string): number => Number(path.some(({ kind }) => kind === of));
  return [has('local_name'), most('local'), most('remote'), has('protocol')];
}

function byParticularity(a: DovecotFilter, b: DovecotFilter): number {
  const [left, right] = [particularity(a), particularity(b)];
  return left.map((value, at) => value - (right[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** The TLS settings of Dovecot, and the connections to which they apply. */
export class DovecotFilters {
  readonly #global: DovecotTls;
  readonly #filters: readonly DovecotFilter[];
  readonly #addressesOf: (name: string) => readonly string[] | undefined;

  /** @param addressesOf resolves a name that a `local` block has instead of an address */
  constructor(tree: DovecotTree, addressesOf: (name: string) => readonly string[] | undefined) {
    this.#global = { ...UNSET, ...tlsWithin(tree) };
    const filters = filtersWithin(tree, []);
    // From 2.4, the last matching filter applies; before, the most specific one.
    const isOld = /^2\.[0-3](?:\.|$)/.test(tree.version ?? '');
    this.#filters = isOld ? filters.toSorted(byParticularity) : filters;
    this.#addressesOf = addressesOf;
  }

  /** Returns the settings of a connection; ignores filters by the client's address. */
  tlsFor(connection: DovecotConnection): DovecotTls {
    const holding = this.#filters.filter(({ path }) => path.every((block) => this.#holds(block, connection)));
    return Object.assign({}, this.#global, ...holding.map(({ tls }) => tls)) as DovecotTls;
  }

  /** The names and patterns with their own settings. */
  get serverNames(): readonly string[] {
    const labels = this.#filters.flatMap(({ path }) => path.filter(({ kind }) => kind === 'local_name'));
    return [...new Set(labels.flatMap(({ label }) => namesOf(label)))];
  }

  /** The blocks with settings for certain clients. */
  get byRemote(): readonly DovecotBlock[] {
    return this.#filters.flatMap(({ path }) => path.filter(({ kind }) => kind === 'remote'));
  }

  /** The names in `local` blocks that must be resolved. */
  get localHosts(): readonly string[] {
    const labels = this.#filters.flatMap(({ path }) => path.filter(({ kind }) => kind === 'local'));
    return [...new Set(labels.map(({ label }) => label))].filter((label) => !/^[\d.]+(?:\/\d+)?$|:/.test(label));
  }

  #holds({ kind, label }: DovecotBlock, { protocol, address, serverName }: DovecotConnection): boolean {
    if (kind === 'protocol') return label.startsWith('!') ? label.slice(1) !== protocol : label === protocol;
    if (kind === 'local_name') {
      return serverName !== undefined && namesOf(label).some((pattern) => isNamedBy(pattern, serverName));
    }
    if (kind !== 'local' || address === undefined) return false;
    const known = this.#addressesOf(label);
    return known === undefined ? isInIpRange(address, label) : known.includes(address);
  }
}
