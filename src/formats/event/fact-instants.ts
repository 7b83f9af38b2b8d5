import type { Evidence, Facts, NamedCertificate, NearestMiss, ProbedAddress } from '../../domain/event/facts.ts';
import type { RotatedCertificate } from '../../domain/served/rotation.ts';
import { isInstant } from '../json-checks.ts';
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
  if (Array.isArray(value)) return value.map(writeInstants);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, INSTANTS.has(key) ? writeInstant(inner) : writeInstants(inner)]),
  );
}

function writeInstant(instant: unknown): unknown {
  return isInstant(instant) ? new Date(Number(instant)).toISOString() : instant;
}
