import { attributeTypeOid } from '../certificate/attribute-types.ts';
import { parseDistinguishedName } from '../certificate/parse-distinguished-name.ts';
import { definitionOf } from '../event/catalog/all.ts';
import type { EventLevel } from '../event/event-definition.ts';
import type { Facts } from '../event/facts.ts';
import { globMatches } from './glob-matches.ts';

/**
 * A filter for records: every given field must match, and a list matches if any of its values does.
 * In texts, `*` matches any number of characters, `?` exactly one.
 */
export interface Match {
  readonly levels?: readonly EventLevel[];
  /** Also matches the cleared event of a 1900. */
  readonly ids?: readonly number[];
  readonly connectors?: readonly string[];
  readonly stores?: readonly string[];
  /** Leading hex digits, in any case. */
  readonly thumbprints?: readonly string[];
  /** FQDNs and names in certificates. */
  readonly names?: readonly string[];
}

/** The fields of a record or condition that are matched. */
export interface Matchable {
  readonly eventId: number;
  readonly level: EventLevel;
  readonly facts: Facts;
}

/** Returns the level of a record; for a 1900, the level of the cleared event. */
export function effectiveLevel({ level, facts: { cleared } }: Matchable): EventLevel {
  if (cleared === undefined) return level;
  return cleared.level ?? definitionOf(cleared.eventId)?.level ?? level;
}

/** Returns the event ID of a record; for a 1900, the ID of the cleared event. */
export function effectiveEventId({ eventId, facts: { cleared } }: Matchable): number {
  return cleared?.eventId ?? eventId;
}

/** The objects of one kind that an event is about; each is a list of its names. */
interface Things {
  readonly things: readonly (readonly string[])[];
  /** True if the event lists only some of the objects and counts the others. */
  readonly isCut: boolean;
}

const COMMON_NAME = attributeTypeOid('CN');

function commonNames(subject: string | undefined): readonly string[] {
  const parsed = subject === undefined ? undefined : parseDistinguishedName(subject);
  if (parsed?.kind !== 'name') return [];
  return parsed.name.flat().flatMap(({ type, value }) => (type === COMMON_NAME ? [value] : []));
}

const each = (values: readonly (string | undefined)[]): readonly (readonly string[])[] =>
  values.flatMap((value) => (value === undefined ? [] : [[value]]));

const isCut = ({ count = 0, certificates = [] }: Facts): boolean =>
  certificates.length > 0 && count > certificates.length;

function certificatesOf(facts: Facts): Things {
  const { thumbprint, certificates = [] } = facts;
  // Events about one certificate list others only as its issuers or its predecessors.
  if (thumbprint !== undefined) return { things: [[thumbprint]], isCut: false };
  return { things: certificates.map((named) => [named.thumbprint]), isCut: isCut(facts) };
}

function namesOf(facts: Facts): Things {
  const { fqdn, fqdns = [], certificates = [], subject } = facts;
  const asked = each([fqdn, ...fqdns]);
  if (asked.length > 0) return { things: asked, isCut: false };
  if (certificates.length > 0) return { things: certificates.map(({ names }) => names), isCut: isCut(facts) };
  const own = commonNames(subject);
  return { things: own.length > 0 ? [own] : [], isCut: false };
}

const isFront = (front: string, thumbprint: string): boolean =>
  thumbprint.startsWith(front.replace(/[\s:]/g, '').toUpperCase());

function isMeant(match: Match, record: Matchable): boolean {
  const isId =
    match.ids === undefined || [record.eventId, effectiveEventId(record)].some((id) => match.ids?.includes(id));
  return isId && (match.levels === undefined || match.levels.includes(effectiveLevel(record)));
}

type Compare = (pattern: string, text: string) => boolean;

/** Returns whether any of the texts matches any of the patterns. */
function some(patterns: readonly string[] | undefined, texts: readonly string[], is: Compare = globMatches): boolean {
  return patterns === undefined || texts.some((text) => patterns.some((pattern) => is(pattern, text)));
}

/** Returns whether there are objects and each of them has a name that matches. */
function every(patterns: readonly string[] | undefined, { things, isCut }: Things, is: Compare = globMatches): boolean {
  if (patterns === undefined) return true;
  return !isCut && things.length > 0 && things.every((names) => some(patterns, names, is));
}

/** Returns whether a record matches; in each field, one matching object is enough. */
export function matches(match: Match, record: Matchable): boolean {
  const { facts } = record;
  const {
    connector,
    connectors = [],
    store,
    thumbprint,
    previousThumbprint,
    certificates = [],
    fqdn,
    fqdns = [],
  } = facts;
  const given = (values: readonly (string | undefined)[]): readonly string[] => each(values).flat();
  return (
    isMeant(match, record) &&
    some(match.connectors, given([connector, ...connectors])) &&
    some(match.stores, given([store])) &&
    some(
      match.thumbprints,
      given([thumbprint, previousThumbprint, ...certificates.map((named) => named.thumbprint)]),
      isFront,
    ) &&
    some(match.names, [
      ...given([fqdn, ...fqdns, ...(facts.missingNames ?? [])]),
      ...certificates.flatMap(({ names }) => names),
      ...commonNames(facts.subject),
    ])
  );
}

/** Returns whether a record matches with all its objects. */
export function matchesWithAllObjects(match: Match, record: Matchable): boolean {
  const { facts } = record;
  const { connector, connectors = [], store } = facts;
  return (
    isMeant(match, record) &&
    every(match.connectors, { things: each([connector, ...connectors]), isCut: false }) &&
    every(match.stores, { things: each([store]), isCut: false }) &&
    every(match.thumbprints, certificatesOf(facts), isFront) &&
    every(match.names, namesOf(facts))
  );
}
