import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/domain/assessment/assess.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import type { Problem } from '../../../src/domain/failure/problem.ts';
import { settingUnresolved } from '../../../src/domain/rule/setting-unresolved.ts';
import { settingsUnreadable } from '../../../src/domain/rule/settings-unreadable.ts';
import { type ScanResult, unavailable } from '../../../src/domain/scan-result.ts';
import { said } from '../failure/said.ts';
import { CALM, connector, Life, NOON, SETTINGS } from '../world.ts';

/** Returns the findings of both rules for this state of an inventory. */
function found(result: ScanResult<Inventory>, inventory = 'postfix'): readonly string[] {
  const observation = new Life().observe(CALM);
  const inventories = new Map([...observation.inventories, [inventory, result]]);
  const assessment = assess({ ...observation, inventories }, { ...SETTINGS, profile: 'exchange-2007' });
  return [settingsUnreadable, settingUnresolved]
    .flatMap((rule) => rule.evaluate(assessment))
    .map(({ event, parameters, level, clearingNeeds: needs, facts }) =>
      [event.eventId, ...parameters, facts.detail, level ?? '', needs.join()].join('; '),
    );
}

function seen(problems: readonly Problem[], connectors = [connector('postfix smtp')]): ScanResult<Inventory> {
  return { kind: 'available', at: NOON, value: { connectors, stores: [] }, problems };
}

const problem = (reason: Problem['reason'], detail = 'x'): Problem => ({
  reason,
  location: 'master.cf:12 smtps',
  failure: said(detail),
});

describe('settings that cannot be read', () => {
  it('are reported', () => {
    const failed: Problem = { reason: 'command_failed', location: 'postconf', failure: said('fatal: bad') };
    expect(found(unavailable(NOON, failed))).toEqual([
      '1108; postfix; postconf; command_failed; fatal: bad; ; inventory:postfix',
    ]);
  });

  it("of mailcertd's own configuration are another event", () => {
    expect(found(unavailable(NOON, problem('configuration_invalid')), 'configuration')).toEqual([]);
  });
});

describe('a setting that is unresolved', () => {
  it.each([
    ['settings_malformed', ''],
    ['permission_denied', ''],
    ['unresolved', 'Information'],
  ] as const)('for the reason %s is reported', (reason, level) => {
    expect(found(seen([problem(reason)]))).toEqual([
      `1109; postfix; master.cf:12 smtps; ${reason}; x; ${level}; inventory:postfix`,
    ]);
  });

  it('is reported once, even if it occurs several times', () => {
    expect(found(seen([problem('unresolved'), problem('unresolved'), problem('unresolved', 'y')]))).toHaveLength(2);
  });

  it.each(['not_installed', 'name_taken'] as const)('with the reason %s is not reported', (reason) => {
    expect(found(seen([problem(reason)]))).toEqual([]);
  });

  it('is not reported for an unconfigured server; a server that names no certificate is', () => {
    expect(found(seen([problem('not_configured')], []))).toEqual([]);
    expect(found(seen([problem('not_configured')]))).toHaveLength(1);
  });

  it('is reported up to fifty times', () => {
    const many = Array.from({ length: 80 }, (_, at) => problem('unresolved', String(at)));
    expect(found(seen(many))).toHaveLength(50);
  });
});
