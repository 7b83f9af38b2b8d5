import type { FactsByName } from '../../domain/event/data/facts-by-name.ts';
import { isTexts } from '../json-checks.ts';
import { FACT_FIELDS, type FactField } from './fact-fields.ts';
import { renderInstants } from './render-instants.ts';

/** A fact as text that is not escaped: plain, ISO 8601, or JSON. */
export interface FactText {
  readonly name: string;
  /** A list if the fact is a list of texts. */
  readonly value: string | readonly string[];
}

/** The positions of the facts in the output, by name. */
const POSITIONS: ReadonlyMap<string, number> = new Map(Object.keys(FACT_FIELDS).map((name, index) => [name, index]));

/** Returns the facts that are set, in the order of output. */
export function factTexts(facts: FactsByName): readonly FactText[] {
  // Few facts of all are set, and an export calls this for each record.
  return Object.entries(facts)
    .filter(([name, value]) => value !== undefined && POSITIONS.has(name))
    .sort(([one], [other]) => (POSITIONS.get(one) ?? 0) - (POSITIONS.get(other) ?? 0))
    .map(([name, value]) => ({ name, value: textOf(FACT_FIELDS[name as keyof FactsByName].format, value) }));
}

function textOf(format: FactField['format'], value: unknown): FactText['value'] {
  if (format === 'instant') return new Date(Number(value)).toISOString();
  if (format === 'text') return String(value);
  return isTexts(value) ? value : JSON.stringify(renderInstants(value));
}
