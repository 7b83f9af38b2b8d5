import type { ObjectData } from '../../domain/event/event-data-groups.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { Instant } from '../../domain/time.ts';

/** The objects that an alert is about: each once, in the order of occurrence, not escaped. */
export interface AlertObjects {
  readonly connectors: readonly string[];
  /** FQDNs and names in certificates. */
  readonly names: readonly string[];
  readonly thumbprints: readonly string[];
  readonly stores: readonly string[];
  /** The earliest expiry; undefined if unknown, or if all records are cleared. */
  readonly notAfter: Instant | undefined;
}

/** Returns the values that are not empty, each once. */
function distinctValues(
  records: readonly Pick<EventRecord, 'facts'>[],
  valuesOf: (facts: ObjectData) => readonly (string | undefined)[],
): readonly string[] {
  return [...new Set(records.flatMap(({ facts }) => valuesOf(facts).flatMap((value) => value || [])))];
}

/**
 * Returns true if `Date` supports the instant. A record of another program can contain any number.
 */
export function isValidInstant(at: Instant): boolean {
  return Math.abs(at) <= 8.64e15;
}

/** Returns the objects that records are about. */
export function collectObjects(records: readonly Pick<EventRecord, 'change' | 'facts'>[]): AlertObjects {
  const expiries = records.flatMap(({ change, facts: { notAfter, certificates = [] } }) => {
    if (change === 'cleared') return [];
    return [
      ...(notAfter === undefined ? [] : [notAfter]),
      ...certificates.map((certificate) => certificate.notAfter),
    ].filter(isValidInstant);
  });
  return {
    connectors: distinctValues(records, ({ connector, connectors = [] }) => [connector, ...connectors]),
    names: distinctValues(records, ({ fqdn, fqdns = [], certificates = [] }) => [
      fqdn,
      ...fqdns,
      ...certificates.flatMap(({ names }) => names),
    ]),
    thumbprints: distinctValues(records, ({ thumbprint, certificates = [] }) => [
      thumbprint,
      ...certificates.map((certificate) => certificate.thumbprint),
    ]),
    stores: distinctValues(records, ({ store }) => [store]),
    notAfter: expiries.length === 0 ? undefined : expiries.reduce((first, end) => Math.min(first, end)),
  };
}
