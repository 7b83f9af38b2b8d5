import type { Evidence, Facts, NamedCertificate, NearestMiss, ProbedAddress } from '../../domain/event/facts.ts';
import type { RotatedCertificate } from '../../domain/served/rotation.ts';
import { isInstant } from '../shape.ts';
import { FACT_FIELDS } from './fact-fields.ts';

/** The names of instants inside other facts. */
type InnerName =
  | keyof NearestMiss
  | keyof NamedCertificate
  | keyof RotatedCertificate
  | keyof ProbedAddress
  | keyof Evidence
  | keyof NonNullable<Facts['cleared']>;
const INNER: readonly InnerName[] = ['notAfter', 'since', 'at', 'raisedAt'];

const INSTANTS: ReadonlySet<string> = new Set([
  ...Object.entries(FACT_FIELDS).flatMap(([name, { as }]) => (as === 'instant' ? [name] : [])),
  ...INNER,
]);

/**
 * Returns a copy of facts, or of one fact, with each instant in ISO 8601. A number that is not a
 * valid instant is not changed.
 */
export function writeInstants(value: unknown): unknown {
  return copied(value, (instant) => (isInstant(instant) ? new Date(Number(instant)).toISOString() : instant));
}

/**
 * Returns a copy with each instant in epoch ms. Text that is not ISO 8601 is not changed, so that a
 * check refuses it.
 */
export function readInstants(value: unknown): unknown {
  return copied(value, (instant) => {
    const parsed = typeof instant === 'string' ? Date.parse(instant) : Number.NaN;
    return Number.isNaN(parsed) ? instant : parsed;
  });
}

function copied(value: unknown, convert: (instant: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => copied(item, convert));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, INSTANTS.has(key) ? convert(inner) : copied(inner, convert)]),
  );
}
