import { attributeTypeOid } from '../certificate/attribute-types.ts';
import { parseDistinguishedName } from '../certificate/parse-distinguished-name.ts';
import { definitionOf } from '../event/catalog.ts';
import type { EventLevel } from '../event/event-definition.ts';
import type { Facts } from '../event/facts.ts';
import { globMatches } from './glob.ts';

/** Which records are meant: every field given must hold; a list holds where one of it does. In texts `*` stands for any run of characters, `?` for one. */
export interface Match {
  readonly levels?: readonly EventLevel[];
  /** Of a 1900, the event that is over counts too. */
  readonly ids?: readonly number[];
  readonly connectors?: readonly string[];
  readonly stores?: readonly string[];
  /** In any case, the front of one. */
  readonly thumbprints?: readonly string[];
  /** FQDNs and names in certificates. */
  readonly names?: readonly string[];
}

/** A record or a condition, as far as it can be matched. */
export interface Matchable {
  readonly eventId: number;
  readonly level: EventLevel;
  readonly facts: Facts;
}

/** The level that counts: of a 1900, what the event that is over was. */
export function levelThatCounts({ level, facts: { cleared } }: Matchable): EventLevel {
  if (cleared === undefined) return level;
  return cleared.level ?? definitionOf(cleared.eventId)?.level ?? level;
}

/** The event that it is about: of a 1900, the one that is over. */
export function eventThatCounts({ eventId, facts: { cleared } }: Matchable): number {
  return cleared?.eventId ?? eventId;
}

/** What an event is about, one kind of it: each thing with every name it goes by. */
interface Things {
  readonly things: readonly (readonly string[])[];
  /** Whether there are more that are only counted. */
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
  // Beside one that it is about, others are named only as its issuers, or as what stood there before.
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
    match.ids === undefined || [record.eventId, eventThatCounts(record)].some((id) => match.ids?.includes(id));
  return isId && (match.levels === undefined || match.levels.includes(levelThatCounts(record)));
}

type Compare = (pattern: string, text: string) => boolean;

/** Whether one of the texts is described. */
function some(patterns: readonly string[] | undefined, texts: readonly string[], is: Compare = globMatches): boolean {
  return patterns === undefined || texts.some((text) => patterns.some((pattern) => is(pattern, text)));
}

/** Whether there is something, and each of it is described by one of its names. */
function every(patterns: readonly string[] | undefined, { things, isCut }: Things, is: Compare = globMatches): boolean {
  if (patterns === undefined) return true;
  return !isCut && things.length > 0 && things.every((names) => some(patterns, names, is));
}

/** Whether a record is meant: of what it is about, one thing is enough. */
export function matches(match: Match, record: Matchable): boolean {
  const { facts } = record;
  const {
    connector,
    connectors = [],
    store,
    thumbprint,
    thumbprintBefore,
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
      given([thumbprint, thumbprintBefore, ...certificates.map((named) => named.thumbprint)]),
      isFront,
    ) &&
    some(match.names, [
      ...given([fqdn, ...fqdns, ...(facts.namesLost ?? [])]),
      ...certificates.flatMap(({ names }) => names),
      ...commonNames(facts.subject),
    ])
  );
}

/** Whether all that a record is about is meant: one that also concerns something else is not. */
export function matchesWhole(match: Match, record: Matchable): boolean {
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
