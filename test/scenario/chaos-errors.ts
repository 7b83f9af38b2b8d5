import { randomUUID } from 'node:crypto';
import type { OpenLedger } from '../../src/adapters/sqlite/ledger/open-ledger.ts';
import { HOUR } from '../../src/domain/time.ts';
import type { Outbox } from '../../src/work/ports/outbox.ts';
import type { Notifier } from '../../src/work/ports/outputs.ts';

// Errors that the daemon of chaos-daemon.ts can make, so that a test can prove that they are
// detected.

/** The time for which a notifier blocks the process, in ms. */
const HELD_MS = 250;

/**
 * Shows some records only after records with higher IDs, as a database does that assigns IDs at the
 * start of a transaction.
 */
export function showOutOfOrder(ledger: OpenLedger): void {
  const after = ledger.after.bind(ledger);
  ledger.after = async (from, limit) => {
    const records = await after(from, limit);
    return records.filter(({ eventRecordId, timeCreated }) => eventRecordId % 5 !== 0 || Date.now() - timeCreated > 60);
  };
}

/**
 * Makes an outbox store additions to grouping deliveries incorrectly. `late`: in a second
 * transaction, after the cursor; `separate`: as deliveries of their own.
 * @param between called between the two transactions
 */
export function plantInGrouping(defect: 'late' | 'separate', outbox: Outbox, between: () => void): void {
  const advance = outbox.storeRouted.bind(outbox);
  outbox.storeRouted = async (notifier, to, routed, ...others) => {
    const { deliveries, additions } = routed;
    if (defect === 'separate') {
      const [now] = others;
      const parted = additions.map(({ records }) => ({
        ...{ deliveryId: randomUUID(), notifier, groupKey: 'separate', createdAt: now, dueAt: now, records },
        retryUntil: now + 48 * HOUR,
      }));
      return advance(notifier, to, { ...routed, deliveries: [...deliveries, ...parted], additions: [] }, ...others);
    }
    if (!(await advance(notifier, to, { ...routed, additions: [] }, ...others))) return false;
    if (additions.length === 0) return true;
    between();
    return advance(notifier, to, { ...routed, deliveries: [] }, ...others);
  };
}

/**
 * Returns a notifier that blocks all others at each attempt: it blocks the process for a time, or
 * prevents claims until its attempt ends.
 */
export function holding(what: 'loop' | 'claim', { name, deliver }: Notifier, outbox: Outbox): Notifier {
  let held: Promise<unknown> = Promise.resolve();
  const claim = outbox.claim;
  if (what === 'claim')
    outbox.claim = async (notifier, ...others) => {
      if (notifier !== name) await held;
      return claim(notifier, ...others);
    };
  return {
    name,
    deliver: (...parameters) => {
      const until = performance.now() + HELD_MS;
      while (what === 'loop' && performance.now() < until);
      const attempt = deliver(...parameters);
      held = attempt;
      return attempt;
    },
  };
}
