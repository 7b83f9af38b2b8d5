import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorsOf } from '../mail01.ts';

describe('any text', () => {
  it('that is a map of odd values has errors or none, and nothing is thrown', () => {
    const key = fc.constantFrom(
      'computer',
      'stores',
      'connectors',
      'logs',
      'levels',
      'expiresSoon',
      'trust',
      'roles',
      'selfSigned',
      'schedule',
      'internalTransportCertificate',
      '__proto__',
      'toString',
    );
    const inner = fc.dictionary(
      fc.constantFrom('name', 'path', 'type', 'remindAt', 'within', 'fqdn', 'enterprise'),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), inner, fc.array(inner, { maxLength: 3 }));
    fc.assert(
      fc.property(fc.dictionary(key, value), (map) => {
        for (const error of errorsOf(JSON.stringify(map))) expect(error).toMatch(/^\d+:\d+: \S.*$/);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['open maps', '{'],
    ['open lists', '['],
    ['dashes', '- '],
    ['question marks', '? '],
    ['closing brackets', '}'],
    ['keys', 'a:\n'],
    ['percent signs', '%\n'],
    ['anchors', '&a '],
    ['open maps of maps', '{a: '],
    ['items', '- {}\n'],
  ])('of 64 KiB of %s is parsed in seconds, not minutes', (_, repeated) => {
    const text = repeated.repeat(65_536 / repeated.length);
    const before = performance.now();
    expect(errorsOf(text).length).toBeGreaterThan(0);
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});
