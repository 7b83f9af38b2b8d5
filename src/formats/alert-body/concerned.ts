import type { EventRecord } from '../../domain/event/event-record.ts';
import type { Facts } from '../../domain/event/facts.ts';
import type { Instant } from '../../domain/time.ts';

/** The objects of records: each once, in the order of occurrence; raw. */
export interface Concerned {
  readonly connectors: readonly string[];
  /** FQDNs and names in certificates. */
  readonly names: readonly string[];
  readonly thumbprints: readonly string[];
  readonly stores: readonly string[];
  /** The earliest expiry; undefined if unknown, or if all records are cleared. */
  readonly notAfter: Instant | undefined;
}

function each(
  records: readonly Pick<EventRecord, 'facts'>[],
  of: (facts: Facts) => readonly (string | undefined)[],
): readonly string[] {
  return [...new Set(records.flatMap(({ facts }) => of(facts).flatMap((value) => value || [])))];
}

/**
 * Returns true if `Date` supports the instant. A record of another program can contain any number.
 */
export function isInCalendar(at: Instant): boolean {
  return Math.abs(at) <= 8.64e15;
}

/** Collects the objects of records. */
export function concerned(records: readonly Pick<EventRecord, 'change' | 'facts'>[]): Concerned {
  const ends = records.flatMap(({ change, facts: { notAfter, certificates = [] } }) => {
    if (change === 'cleared') return [];
    return [...(notAfter === undefined ? [] : [notAfter]), ...certificates.map((named) => named.notAfter)].filter(
      isInCalendar,
    );
  });
  return {
    connectors: each(records, ({ connector, connectors = [] }) => [connector, ...connectors]),
    names: each(records, ({ fqdn, fqdns = [], certificates = [] }) => [
      fqdn,
      ...fqdns,
      ...certificates.flatMap(({ names }) => names),
    ]),
    thumbprints: each(records, ({ thumbprint, certificates = [] }) => [
      thumbprint,
      ...certificates.map((named) => named.thumbprint),
    ]),
    stores: each(records, ({ store }) => [store]),
    notAfter: ends.length === 0 ? undefined : ends.reduce((first, end) => Math.min(first, end)),
  };
}
