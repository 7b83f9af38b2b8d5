import type { FactsByName } from '../../domain/event/data/facts-by-name.ts';
import { isTexts } from '../json-checks.ts';
import { FACT_FIELDS } from './fact-fields.ts';
import { renderInstants } from './render-instants.ts';

/** A fact as text that is not escaped: plain, ISO 8601, or JSON. */
export interface FactText {
  readonly name: string;
  /** A list if the fact is a list of texts. */
  readonly value: string | readonly string[];
}

/** Returns the facts that are set, in the order of output. */
export function factTexts(facts: FactsByName): readonly FactText[] {
  const valueByName = new Map<string, unknown>(Object.entries(facts));
  return Object.entries(FACT_FIELDS).flatMap(([name, { format }]) => {
    const value = valueByName.get(name);
    if (value === undefined) return [];
    if (format === 'instant') return { name, value: new Date(Number(value)).toISOString() };
    if (format === 'text') return { name, value: String(value) };
    return { name, value: isTexts(value) ? value : JSON.stringify(renderInstants(value)) };
  });
}
