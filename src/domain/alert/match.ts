import { attributeTypeOid } from '../certificate/attribute-types.ts';
import { parseDistinguishedName } from '../certificate/parse-distinguished-name.ts';
import { definitionOf } from '../event/catalog/all.ts';
import type { PreviousData } from '../event/data/certificate-data.ts';
import type { LifeCycleData } from '../event/data/life-cycle-data.ts';
import type { NamedCertificatesData, NamedConnectorsData, ObjectData } from '../event/event-data-groups.ts';
import type { EventLevel } from '../event/event-definition.ts';
import { globMatches } from './glob-matches.ts';

/**
 * A filter for records: every given field must match, and a list matches if any of its values does.
 * In texts, `*` matches any number of characters, `?` exactly one.
 */
export interface Match {
  readonly levels?: readonly EventLevel[];
  /**
   * Event IDs. Event 1900 (condition cleared) matches by its own ID and by that of the cleared
   * event.
   */
  readonly ids?: readonly number[];
  readonly connectors?: readonly string[];
  readonly stores?: readonly string[];
  /** First hex digits, in upper or lower case. */
  readonly thumbprints?: readonly string[];
  /** FQDNs and names in certificates. */
  readonly names?: readonly string[];
}

/** The fields of a record or condition that are matched. */
export interface Matchable {
  readonly eventId: number;
  readonly level: EventLevel;
  readonly facts: ObjectData & Partial<Pick<LifeCycleData, 'cleared'> & Pick<PreviousData, 'missingNames'>>;
}

/** Returns the level of a record; for event 1900 (condition cleared), that of the cleared event. */
export function effectiveLevel({ level, facts: { cleared } }: Matchable): EventLevel {
  if (cleared === undefined) return level;
  return cleared.level ?? definitionOf(cleared.eventId)?.level ?? level;
}

/**
 * Returns the event ID of a record; for event 1900 (condition cleared), that of the cleared event.
 */
export function effectiveEventId({ eventId, facts: { cleared } }: Matchable): number {
  return cleared?.eventId ?? eventId;
}

/** The objects of one kind that an event is about, for example its certificates. */
interface EventObjects {
  /** The names of each object; one of them must match. */
  readonly namesOfObjects: readonly (readonly string[])[];
  /** True if the event lists only some of the objects and counts the others. */
  readonly isPartial: boolean;
}

const COMMON_NAME_OID = attributeTypeOid('CN');

function commonNamesOf(subject: string | undefined): readonly string[] {
  const parsed = subject === undefined ? undefined : parseDistinguishedName(subject);
  if (parsed?.kind !== 'name') return [];
  return parsed.name.flat().flatMap(({ type, value }) => (type === COMMON_NAME_OID ? [value] : []));
}

function dropUndefined(values: readonly (string | undefined)[]): readonly string[] {
  return values.filter((value) => value !== undefined);
}

/** Returns objects with one name each, which the event lists completely. */
function objectsWithOneName(names: readonly (string | undefined)[]): EventObjects {
  return { namesOfObjects: dropUndefined(names).map((name) => [name]), isPartial: false };
}

function isCertificateListPartial({ count = 0, certificates = [] }: NamedCertificatesData): boolean {
  return certificates.length > 0 && count > certificates.length;
}

/** Returns the certificates of an event, by thumbprint. */
function certificateObjects(facts: NamedCertificatesData): EventObjects {
  const { thumbprint, certificates = [] } = facts;
  // If an event is about one certificate, its `certificates` are only issuers or predecessors.
  if (thumbprint !== undefined) return objectsWithOneName([thumbprint]);
  return {
    namesOfObjects: certificates.map((certificate) => [certificate.thumbprint]),
    isPartial: isCertificateListPartial(facts),
  };
}

/** Returns the FQDNs of an event, or else its certificates by their names. */
function nameObjects(facts: NamedConnectorsData & NamedCertificatesData): EventObjects {
  const { fqdn, fqdns = [], certificates = [], subject } = facts;
  const fqdnObjects = objectsWithOneName([fqdn, ...fqdns]);
  if (fqdnObjects.namesOfObjects.length > 0) return fqdnObjects;
  if (certificates.length > 0) {
    return { namesOfObjects: certificates.map(({ names }) => names), isPartial: isCertificateListPartial(facts) };
  }
  const subjectNames = commonNamesOf(subject);
  return { namesOfObjects: subjectNames.length > 0 ? [subjectNames] : [], isPartial: false };
}

function isThumbprintPrefix(prefix: string, thumbprint: string): boolean {
  return thumbprint.startsWith(prefix.replace(/[\s:]/g, '').toUpperCase());
}

function matchesIdAndLevel({ ids, levels }: Match, record: Matchable): boolean {
  const hasId = ids === undefined || ids.includes(record.eventId) || ids.includes(effectiveEventId(record));
  return hasId && (levels === undefined || levels.includes(effectiveLevel(record)));
}

type Compare = (pattern: string, text: string) => boolean;

/** Returns whether any of the texts matches any of the patterns; true without patterns. */
function anyTextMatches(
  patterns: readonly string[] | undefined,
  texts: readonly string[],
  compare: Compare = globMatches,
): boolean {
  return patterns === undefined || texts.some((text) => patterns.some((pattern) => compare(pattern, text)));
}

/**
 * Returns whether there are objects and each of them has a name that matches any of the patterns;
 * true without patterns.
 */
function allObjectsMatch(
  patterns: readonly string[] | undefined,
  { namesOfObjects, isPartial }: EventObjects,
  compare: Compare = globMatches,
): boolean {
  if (patterns === undefined) return true;
  if (isPartial || namesOfObjects.length === 0) return false;
  return namesOfObjects.every((names) => anyTextMatches(patterns, names, compare));
}

/** Returns whether a record matches a filter; in each field, one matching object is enough. */
export function matches(match: Match, record: Matchable): boolean {
  const { facts } = record;
  const { connector, connectors = [], store, fqdn, fqdns = [], missingNames = [], subject } = facts;
  const { thumbprint, previousThumbprint, certificates = [] } = facts;
  const thumbprints = [thumbprint, previousThumbprint, ...certificates.map((certificate) => certificate.thumbprint)];
  return (
    matchesIdAndLevel(match, record) &&
    anyTextMatches(match.connectors, dropUndefined([connector, ...connectors])) &&
    anyTextMatches(match.stores, dropUndefined([store])) &&
    anyTextMatches(match.thumbprints, dropUndefined(thumbprints), isThumbprintPrefix) &&
    anyTextMatches(match.names, [
      ...dropUndefined([fqdn, ...fqdns, ...missingNames]),
      ...certificates.flatMap(({ names }) => names),
      ...commonNamesOf(subject),
    ])
  );
}

/** Returns whether a record matches a filter, and in each field all its objects match. */
export function matchesWithAllObjects(match: Match, record: Matchable): boolean {
  const { facts } = record;
  const { connector, connectors = [], store } = facts;
  return (
    matchesIdAndLevel(match, record) &&
    allObjectsMatch(match.connectors, objectsWithOneName([connector, ...connectors])) &&
    allObjectsMatch(match.stores, objectsWithOneName([store])) &&
    allObjectsMatch(match.thumbprints, certificateObjects(facts), isThumbprintPrefix) &&
    allObjectsMatch(match.names, nameObjects(facts))
  );
}
