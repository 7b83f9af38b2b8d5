import type { Profile } from '../../src/domain/assessment/settings.ts';
import { type ExpiringSettings, expiringPeriodMs } from '../../src/domain/certificate/lifetime.ts';
import { renewalDeadline } from '../../src/domain/certificate/renewal-deadline.ts';
import type { NewEventRecord } from '../../src/domain/event/event-record.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../src/domain/time.ts';
import { CALM, Life, store } from '../domain/world.ts';
import { BEGINNING, CONNECTORS, type History } from './host.ts';

/** The interval of the scans. */
export const EVERY: number = 15 * MINUTE;

/** A store whose certificates a timer renews: an overdue renewal is reported. */
const STORES = [store('My', { autoRenewed: true })];

/** The interval of restarts. */
const RESTARTED_EVERY = 30 * DAY;

/** The default of the configuration. */
export const SOON: ExpiringSettings = {
  within: 21 * DAY,
  fraction: 1 / 4,
  remindAt: [14 * DAY, 7 * DAY, 3 * DAY, DAY],
};

/** All scans, or only those after a possible change. */
export type Passes = 'all' | 'where something changes';

/** Returns the first scan after an instant, and the next two. */
function seenFrom(at: Instant): readonly Instant[] {
  const first = BEGINNING + Math.ceil((at - BEGINNING) / EVERY) * EVERY;
  return [first, first + EVERY, first + 2 * EVERY];
}

/**
 * Returns the scans after a change of files, a threshold in a lifetime, or a start of the daemon.
 */
function changingInstants({ changes }: History, end: Instant): ReadonlySet<Instant> {
  const lives = changes.flatMap(({ certificates }) => certificates.map(({ certificate }) => certificate));
  const edges = lives.flatMap((life) => {
    const { notBefore, notAfter } = life;
    const third = notAfter - (notAfter - notBefore) / 3;
    const steps = SOON.remindAt.map((step) => notAfter - step);
    return [
      notBefore,
      notAfter - expiringPeriodMs(life, SOON),
      ...steps,
      notAfter,
      notAfter + 1,
      third,
      renewalDeadline(life) + 1,
    ];
  });
  const starts: Instant[] = [];
  for (let at = BEGINNING; at < end; at += RESTARTED_EVERY) starts.push(at);
  return new Set([...changes.map(({ at }) => at), ...edges, ...starts].flatMap(seenFrom));
}

/**
 * Returns the records of a daemon that scans a host every quarter of an hour, from the second day
 * on.
 */
export function watch(history: History, days: number, profile: Profile, passes: Passes): readonly NewEventRecord[] {
  const end = BEGINNING + days * DAY;
  const changing = passes === 'all' ? undefined : changingInstants(history, end);
  const records: NewEventRecord[] = [];
  let life = new Life();
  let repeatsAt = Number.POSITIVE_INFINITY;
  let changes = history.changes;
  let certificates = changes[0]?.certificates ?? [];
  for (let now: Instant = BEGINNING + DAY; now < end; now += EVERY) {
    if (changing !== undefined && !changing.has(now) && now < repeatsAt && now > BEGINNING + DAY) continue;
    const past = changes.filter(({ at }) => at <= now);
    certificates = past.at(-1)?.certificates ?? certificates;
    if (past.length > 0) changes = changes.slice(past.length);
    if ((now - BEGINNING) % RESTARTED_EVERY === 0) life = life.restarted();
    records.push(
      ...life.pass({ ...CALM, now, profile, expiresSoon: SOON, certificates, connectors: CONNECTORS, stores: STORES }),
    );
    repeatsAt = Math.min(...life.open.map(({ notifiedAt }) => notifiedAt + 24 * HOUR));
  }
  return records;
}
