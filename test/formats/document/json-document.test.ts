import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { jsonDocument } from '../../../src/formats/document/json-document.ts';
import { FACT_FIELDS } from '../../../src/formats/event/fact-fields.ts';
import { raised } from '../../contract/ledger-samples.ts';
import { NOON } from '../../domain/world.ts';

/**
 * Names of instants that only rules and scans use: no JSON contains them, and elsewhere they are
 * names of other numbers.
 */
const NEVER_IN_DOCUMENTS = ['expiresFrom', 'expiresUntil', 'heldUntil', 'probedAt', 'until'];

/** Returns every field that the sources in a directory declare as an instant. */
function instantsOf(floor: string): readonly string[] {
  const directory = fileURLToPath(new URL(`../../../src/${floor}/`, import.meta.url));
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [...readFileSync(directory + name, 'utf8').matchAll(/readonly (\w+)\??: Instant\b/g)])
    .map(([, name = '']) => name);
}

const written = (value: unknown): unknown => JSON.parse(jsonDocument(value));

describe('the JSON of a document', () => {
  const declared = new Set([...instantsOf('domain'), ...instantsOf('work')]);
  it.each([...declared].toSorted())('has %s in ISO 8601, if it has it', (name) => {
    const isWritten = !NEVER_IN_DOCUMENTS.includes(name);
    expect(written({ [name]: NOON })).toEqual({ [name]: isWritten ? '2026-11-24T12:00:00Z' : NOON });
  });

  it('has every instant of the facts in ISO 8601, and no other of their numbers', () => {
    const { condition } = raised('c', {
      facts: { requestedAt: NOON, lastOfferedAt: NOON, onDiskSince: NOON, count: 3 },
    });
    const at = '2026-11-24T12:00:00Z';
    expect(written(condition)).toMatchObject({
      facts: { requestedAt: at, lastOfferedAt: at, onDiskSince: at, count: 3 },
    });
    for (const [name, { format }] of Object.entries(FACT_FIELDS))
      expect([name, written({ [name]: NOON })]).toEqual([name, { [name]: format === 'instant' ? at : NOON }]);
  });

  it('covers more than a few instants', () => {
    expect(declared.size).toBeGreaterThan(25);
    expect([...declared]).toEqual(expect.arrayContaining(NEVER_IN_DOCUMENTS));
  });
});
