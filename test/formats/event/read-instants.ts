import { FACT_FIELDS } from '../../../src/formats/event/fact-fields.ts';

/** The names of instants: those of facts, and those inside other facts. */
const INSTANTS: ReadonlySet<string> = new Set([
  ...Object.entries(FACT_FIELDS).flatMap(([name, { format }]) => (format === 'instant' ? [name] : [])),
  ...['notAfter', 'since', 'at', 'raisedAt'],
]);

/** Returns a copy of facts in which the instants that `writeInstants` wrote are epoch ms again. */
export function readInstants(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readInstants);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, INSTANTS.has(key) ? readInstant(inner) : readInstants(inner)]),
  );
}

/** Parses an instant. Other text is not changed, so that the check of the record rejects it. */
function readInstant(instant: unknown): unknown {
  const parsed = typeof instant === 'string' ? Date.parse(instant) : Number.NaN;
  return Number.isNaN(parsed) ? instant : parsed;
}
