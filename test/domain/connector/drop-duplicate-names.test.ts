import { expect, it } from 'vitest';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import { dropDuplicateNames } from '../../../src/domain/connector/drop-duplicate-names.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import { currentOrLastKnown, type ScanResult } from '../../../src/domain/scan-result.ts';
import { problemSaying } from '../failure/problem-saying.ts';
import { said } from '../failure/said.ts';

function connector(name: string, place: string): Connector {
  return {
    name,
    direction: 'receive',
    fqdn: undefined,
    enabled: true,
    starttls: true,
    source: { inventory: 'postfix', place },
  };
}

function seen(...names: readonly string[]): ScanResult<Inventory> {
  const connectors = names.map((name, at) => connector(name, `master.cf:${at + 1}`));
  return {
    kind: 'available',
    at: 1,
    value: { connectors, stores: [], readFrom: ['/etc/postfix/main.cf'] },
    problems: [],
  };
}

it('a configured connector replaces a discovered one of the same name, with a problem that says so', () => {
  const configured = { connectors: [connector('postfix smtp', 'mailcertd.yaml:3')], stores: [] };
  expect(dropDuplicateNames(seen('postfix smtp', 'postfix smtps'), configured)).toEqual({
    kind: 'available',
    at: 1,
    value: { connectors: [connector('postfix smtps', 'master.cf:2')], stores: [], readFrom: ['/etc/postfix/main.cf'] },
    problems: [problemSaying('name_taken', 'postfix smtp', '')],
  });
});

it('the first of two discovered connectors with one name is used, with a problem about the other', () => {
  const result = dropDuplicateNames(seen('postfix smtp', 'postfix smtp'), { connectors: [], stores: [] });
  expect(result.kind === 'available' && result.value.connectors.map(({ source }) => source.place)).toEqual([
    'master.cf:1',
  ]);
  expect(result).toMatchObject({
    problems: [
      problemSaying(
        'settings_malformed',
        'postfix smtp',
        'master.cf:2 is left out, because it has the same name as master.cf:1',
      ),
    ],
  });
});

it('an inventory without duplicate names stays as it is', () => {
  const result = seen('postfix smtp');
  expect(dropDuplicateNames(result, { connectors: [connector('other', 'x')], stores: [] })).toBe(result);
});

it('an inventory that is unavailable, or available in part, is also compared with the configuration', () => {
  const existing = seen('postfix smtp', 'postfix smtps');
  const last = existing.kind === 'available' ? { at: 1, value: existing.value } : undefined;
  const problem = { reason: 'permission_denied', location: 'master.cf', failure: said() } as const;
  const result = dropDuplicateNames(
    { kind: 'unavailable', since: 2, times: 1, problem, last },
    { connectors: [connector('postfix smtp', 'mailcertd.yaml:3')], stores: [] },
  );
  expect(result).toMatchObject({
    kind: 'unavailable',
    problem,
    last: { at: 1, value: { connectors: [{ name: 'postfix smtps' }] } },
  });
  expect(currentOrLastKnown(result)?.value.connectors).toHaveLength(1);
});
