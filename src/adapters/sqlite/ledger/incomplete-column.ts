import { type Described, incompletenessOf } from '../../../formats/event/incompleteness-of.ts';

/**
 * Returns the column of an open condition that lacks a value of its text: `parameters`, or the
 * missing fact, for example `facts.notAfter`. Returns undefined if the condition has all values.
 */
export function incompleteColumn(described: Described): string | undefined {
  const incompleteness = incompletenessOf(described);
  if (incompleteness === undefined) return undefined;
  const { name } = incompleteness.arguments;
  return name === undefined ? 'parameters' : `facts.${String(name)}`;
}
