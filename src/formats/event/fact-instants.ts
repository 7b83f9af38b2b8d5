import type { RotatedCertificate } from '../../domain/connector/rotation.ts';
import type { Evidence, Facts, NamedCertificate, NearestMiss, ProbedAddress } from '../../domain/event/facts.ts';
import { isInstant } from '../shape.ts';
import { FACT_FIELDS } from './fact-fields.ts';

/** Instants inside of other facts. */
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

/** Returns a copy of facts, or of one of them, in which each instant is ISO 8601; what no calendar has stays as it is. */
export function writeInstants(value: unknown): unknown {
  return copied(value, (instant) => (isInstant(instant) ? new Date(Number(instant)).toISOString() : instant));
}

/** Returns a copy in which each instant is epoch ms again; what is no ISO 8601 stays as it is, so that a check refuses it. */
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
