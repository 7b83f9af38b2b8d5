import { expect, it } from 'vitest';
import { assess } from '../../../src/domain/assessment/assess.ts';
import type { Reason } from '../../../src/domain/failure/problem.ts';
import { storeUnreadable } from '../../../src/domain/rule/store-unreadable.ts';
import { unavailable } from '../../../src/domain/scan-result.ts';
import { said } from '../failure/said.ts';
import { CALM, Life, NOON, SETTINGS } from '../world.ts';

function remedy(reason: Reason): readonly string[] {
  const observation = new Life().observe(CALM);
  const result = unavailable<never>(NOON, { reason, location: '/stores/My', failure: said('/stores/My/a.p12: x') });
  const [finding] = storeUnreadable.evaluate(assess({ ...observation, stores: new Map([['My', result]]) }, SETTINGS));
  return (finding?.remedy ?? []).map((command) => command.join(' '));
}

it.each<Reason>(['permission_denied', 'not_found', 'symlink_loop', 'io_error'])(
  'a store that cannot be reached (%s) has its path shown',
  (reason) => {
    expect(remedy(reason)).toEqual(['namei -l /stores/My']);
  },
);

it.each<Reason>(['password_wrong', 'password_missing', 'too_many_iterations', 'mac_unsupported', 'too_large'])(
  'a store whose files cannot be read (%s) has each of them listed with its reason',
  (reason) => {
    expect(remedy(reason)).toEqual(['mailcertd certificates list --store /stores/My']);
  },
);
