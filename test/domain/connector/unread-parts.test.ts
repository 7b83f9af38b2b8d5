import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import { CONFIGURATION, type Inventory } from '../../../src/domain/connector/inventory.ts';
import type { InventoryPart } from '../../../src/domain/connector/inventory-part.ts';
import { isUnread, keepUnreadParts, withUnreadParts } from '../../../src/domain/connector/unread-parts.ts';
import { coverageOf } from '../../../src/domain/observation/coverage.ts';
import { type AvailableResult, currentOrLastKnown, type ScanResult } from '../../../src/domain/scan-result.ts';
import { said } from '../failure/said.ts';
import { target } from '../serving.ts';
import { CALM, connector, Life, NOON, store } from '../world.ts';

const NAMES = [
  'postfix smtp',
  'postfix smtps',
  'postfix sni a',
  'postfix sni b',
  'second smtp',
  'certbot',
  'certbot y',
  'nginx 192.0.2.1:25',
  'nginx 192.0.2.1:465',
  'nginx [::1]:25',
];
const nginx = (address: string | undefined, port: number | undefined): InventoryPart => ({
  server: 'nginx',
  address,
  port,
});
const SOCKETS = [nginx(undefined, 25), nginx('192.0.2.1', undefined), nginx(undefined, undefined)];
const PARTS: readonly InventoryPart[] = [
  '',
  'postfix',
  'postfix smtp',
  'postfix sni',
  'second',
  'certbot',
  'certbot y',
  'postfix s',
  ...SOCKETS,
];

const named = (name: string): Connector => connector(name, undefined, { probe: target() });

function read(names: readonly string[], parts: readonly InventoryPart[]): AvailableResult<Inventory> {
  const value = {
    connectors: names.filter((name) => !name.startsWith('certbot')).map(named),
    stores: names.filter((name) => name.startsWith('certbot')).map((name) => store(name)),
    ...withUnreadParts(parts),
  };
  return { kind: 'available', at: NOON, value, problems: [] };
}

function namesIn(result: ScanResult<Inventory>): readonly string[] {
  const known = currentOrLastKnown(result)?.value;
  return [...(known?.connectors ?? []), ...(known?.stores ?? [])].map(({ name }) => name);
}

/** Returns the coverage of each scope if one of two inventories has this result. */
function coveredBy(result: ScanResult<Inventory>): (name: string) => string {
  const observed = new Life().observe({ ...CALM, connectors: [connector('Edge')] });
  const coverage = coverageOf({ ...observed, inventories: new Map([...observed.inventories, ['found', result]]) });
  return (name) => coverage(name.startsWith('certbot') ? `store:${name}` : `probe:${name}`);
}

const someOf = <T>(all: readonly T[]): fc.Arbitrary<readonly T[]> => fc.subarray([...all]);

describe('a part of an inventory that cannot be read', () => {
  it('contains its own name, and names that begin with it and a space', () => {
    expect(NAMES.filter((name) => isUnread(name, { unreadParts: ['postfix smtp', 'certbot'] }))).toEqual([
      'postfix smtp',
      'certbot',
      'certbot y',
    ]);
    expect(NAMES.filter((name) => isUnread(name, { unreadParts: [''] }))).toEqual(NAMES);
    expect(NAMES.filter((name) => isUnread(name, {}))).toEqual([]);
  });

  it('contains the sockets of a server with the known address or port', () => {
    const within = (part: InventoryPart) => NAMES.filter((name) => isUnread(name, { unreadParts: [part] }));
    expect(within(nginx(undefined, 25))).toEqual(['nginx 192.0.2.1:25', 'nginx [::1]:25']);
    expect(within(nginx('192.0.2.1', undefined))).toEqual(['nginx 192.0.2.1:25', 'nginx 192.0.2.1:465']);
    expect(within(nginx('::1', undefined))).toEqual(['nginx [::1]:25']);
    expect(within(nginx(undefined, undefined))).toEqual([
      'nginx 192.0.2.1:25',
      'nginx 192.0.2.1:465',
      'nginx [::1]:25',
    ]);
    expect(within(nginx(undefined, 587))).toEqual([]);
    expect(within({ server: 'exim', address: undefined, port: 25 })).toEqual([]);
  });

  it('keeps its last known connectors, and only those; names outside of it are removed', () => {
    fc.assert(
      fc.property(someOf(NAMES), someOf(NAMES), someOf(PARTS), (previousParts, now, parts) => {
        const previousUnread = keepUnreadParts(read(now, parts), read(previousParts, []).value);
        const expected = previousParts.filter((name) => isUnread(name, { unreadParts: parts }));
        expect(new Set(namesIn(previousUnread))).toEqual(new Set([...now, ...expected]));
        expect(namesIn(previousUnread)).toHaveLength(new Set([...now, ...expected]).size);
        const covered = coveredBy(previousUnread);
        for (const name of previousParts) {
          const isKept = now.includes(name) || isUnread(name, { unreadParts: parts });
          expect(covered(name) === 'gone').toBe(!isKept);
        }
      }),
    );
  });

  it('is never removed, whatever was read of it before, until it is read completely', () => {
    const scan = fc.record({ now: someOf(NAMES), parts: someOf(PARTS) });
    fc.assert(
      fc.property(fc.array(scan, { minLength: 1, maxLength: 6 }), (scans) => {
        let known: Inventory | undefined;
        for (const { now, parts } of scans) {
          const result = keepUnreadParts(read(now, parts), known);
          const covered = coveredBy(result);
          for (const name of known === undefined ? NAMES : namesIn({ ...result, value: known } as typeof result)) {
            if (isUnread(name, { unreadParts: parts })) expect(covered(name)).not.toBe('gone');
          }
          known = currentOrLastKnown(result)?.value;
        }
      }),
    );
  });

  it('contains no name of a part that was read, unless it is inside of that part', () => {
    const isIn = (name: string, read: string): boolean => name === read || name.startsWith(`${read} `);
    const instances = someOf(['postfix', 'second', 'certbot']);
    fc.assert(
      fc.property(fc.array(someOf(NAMES)), someOf(NAMES), instances, (previousParts, now, readParts) => {
        let known: Inventory | undefined;
        for (const names of [...previousParts, now]) {
          const fresh = read(names, ['', 'postfix sni']);
          const previousUnread = keepUnreadParts({ ...fresh, value: { ...fresh.value, readParts } }, known);
          const wasKnown = namesIn({ ...fresh, value: known ?? fresh.value });
          const covered = coveredBy(previousUnread);
          for (const name of NAMES) {
            const isRead = readParts.some((part) => isIn(name, part)) && !isIn(name, 'postfix sni');
            const isKept = names.includes(name) || (!isRead && wasKnown.includes(name));
            expect(namesIn(previousUnread).includes(name)).toBe(isKept);
            if (isRead && !names.includes(name)) expect(covered(name)).toBe('gone');
          }
          known = currentOrLastKnown(previousUnread)?.value;
        }
      }),
    );
  });

  it('contains no name that begins with the name of another inventory', () => {
    const observed = new Life().observe({ ...CALM, connectors: [connector('Edge')] });
    const unread = keepUnreadParts(read(['postfix smtp'], ['']), undefined);
    const result = observed.inventories.get(CONFIGURATION);
    if (result === undefined) throw new Error('the observation has no configuration');
    const inventories = new Map([...observed.inventories, ['postfix', unread], ['certbot', result]]);
    const coverage = coverageOf({ ...observed, inventories });
    expect(coverage('store:certbot y')).toBe('gone');
    expect(coverage('probe:postfix smtps')).toBe('gone');
    expect(coverage('probe:second smtp')).toBe('unavailable');
  });

  it('is the list of further instances, if that may not be read and some of them were known', () => {
    const instanceListProblem = {
      reason: 'permission_denied',
      location: 'doveadm instance list',
      failure: said(),
    } as const;
    fc.assert(
      fc.property(fc.option(someOf(NAMES), { nil: undefined }), someOf(NAMES), (previousParts, now) => {
        const fresh = read(
          now.filter((name) => name.startsWith('postfix')),
          [],
        );
        const denied = { ...fresh, value: { ...fresh.value, readParts: ['postfix'], instanceListProblem } };
        const previousUnread = keepUnreadParts(denied, previousParts && read(previousParts, []).value);
        const further = (previousParts ?? []).filter((name) => !name.startsWith('postfix'));
        expect(new Set(namesIn(previousUnread))).toEqual(new Set([...namesIn(fresh), ...further]));
        expect(previousUnread).toMatchObject({
          kind: 'available',
          problems: further.length === 0 ? [] : [instanceListProblem],
        });
        expect(NAMES.filter((name) => coveredBy(previousUnread)(name) === 'gone').sort()).toEqual(
          NAMES.filter((name) => !namesIn(previousUnread).includes(name)).sort(),
        );
      }),
    );
  });

  it('stays unread if nothing was known of it, also in the next scan', () => {
    const first = keepUnreadParts(read(['postfix smtp'], ['postfix sni']), undefined);
    const second = keepUnreadParts(read(['postfix smtp'], ['postfix sni']), currentOrLastKnown(first)?.value);
    for (const result of [first, second]) {
      expect(coveredBy(result)('postfix sni a')).toBe('unavailable');
      expect(coveredBy(result)('postfix submission')).toBe('gone');
    }
    const whole = keepUnreadParts(read(['postfix smtp'], []), currentOrLastKnown(second)?.value);
    expect(coveredBy(whole)('postfix sni a')).toBe('gone');
  });

  it('stays unread if another part of its sockets was unread before', () => {
    const first = keepUnreadParts(read([], [nginx('192.0.2.1', undefined)]), undefined);
    const second = keepUnreadParts(read([], [nginx(undefined, 25)]), currentOrLastKnown(first)?.value);
    expect(coveredBy(second)('nginx 192.0.2.1:25')).toBe('unavailable');
    expect(coveredBy(second)('nginx 192.0.2.1:465')).toBe('gone');
  });

  it('keeps the probe target of a connector that has none now', () => {
    const previousParts = { ...read(['postfix smtp', 'postfix smtps'], []).value };
    const now = read(['postfix smtp', 'postfix smtps'], ['postfix smtp']);
    const connectors = now.value.connectors.map(({ probe: _, ...rest }) => rest);
    const previousUnread = keepUnreadParts({ ...now, value: { ...now.value, connectors } }, previousParts);
    expect(currentOrLastKnown(previousUnread)?.value.connectors.map(({ probe }) => probe !== undefined)).toEqual([
      true,
      false,
    ]);
  });
});
