import type { FactsByName } from '../../domain/event/data/facts-by-name.ts';
import type { Evidence } from '../../domain/event/data/life-cycle-data.ts';
import type { NamedCertificate } from '../../domain/event/data/list-data.ts';
import type { ProbedAddress } from '../../domain/event/data/probe-data.ts';
import type { ClosestCertificate } from '../../domain/event/data/selection-data.ts';
import type { RotatedCertificate } from '../../domain/served/rotation.ts';
import { isInstant } from '../json-checks.ts';
import { FACT_FIELDS } from './fact-fields.ts';

/** The keys of objects inside facts. */
type NestedFactKey =
  | keyof ClosestCertificate
  | keyof NamedCertificate
  | keyof RotatedCertificate
  | keyof ProbedAddress
  | keyof Evidence
  | keyof NonNullable<FactsByName['cleared']>;
/** The keys of instants in these objects. FACT_FIELDS does not describe what is inside a fact. */
const NESTED_INSTANT_KEYS: readonly NestedFactKey[] = ['notAfter', 'since', 'at', 'raisedAt'];

const INSTANT_KEYS: ReadonlySet<string> = new Set([
  ...Object.entries(FACT_FIELDS).flatMap(([name, { format }]) => (format === 'instant' ? [name] : [])),
  ...NESTED_INSTANT_KEYS,
]);

/**
 * Returns a copy of facts, or of an object that is a fact, with each instant in ISO 8601. A number
 * that is not a valid instant is not changed.
 */
export function renderInstants(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renderInstants);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, nestedValue]) => [
      key,
      INSTANT_KEYS.has(key) ? renderInstant(nestedValue) : renderInstants(nestedValue),
    ]),
  );
}

function renderInstant(instant: unknown): unknown {
  return isInstant(instant) ? new Date(instant).toISOString() : instant;
}
