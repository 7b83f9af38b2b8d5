import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseServer } from '../../../../src/adapters/cli/commands/parse-server.ts';
import { cliFailureText } from '../../../../src/adapters/cli/text/cli-failure-text.ts';
import { UsageError } from '../../../../src/adapters/cli/text/usage-error.ts';
import { PROBE_PROTOCOLS, probeUrl } from '../../../../src/domain/connector/probe-target.ts';

const typed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        'smtp',
        'imaps',
        'tls',
        '://',
        ':',
        '::',
        '[',
        ']',
        '.',
        'mx',
        '25',
        '993',
        '@',
        '/',
        '\0',
        '‮',
        'é',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

describe('an argument that may name a server', () => {
  it('is a target of a probe, no server at all, or refused in one line in both languages', () => {
    fc.assert(
      fc.property(typed, (word) => {
        try {
          const place = parseServer(word);
          if (place === undefined) {
            expect(word).not.toMatch(/[.:]/);
            return;
          }
          expect(PROBE_PROTOCOLS).toContain(place.protocol);
          expect(place.port).toBeGreaterThan(0);
          expect(place.port).toBeLessThan(65_536);
          // The output is a valid argument.
          expect(parseServer(probeUrl(place))).toEqual(place);
        } catch (error) {
          if (!(error instanceof UsageError)) throw error;
          expect(cliFailureText(error.failure, 'ja')).toMatch(/[ぁ-ん]/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('shows no typed password', () => {
    for (const word of [
      'smtp://joe:secret@mx.example.com',
      'smtp://secret@x/y@z',
      'xx://a:secret@b',
      'joe:secret@mx.example.com:25',
      'smtp://joe:a/secret@mx',
    ]) {
      expect(() => parseServer(word)).toThrow(UsageError);
      expect(() => parseServer(word)).not.toThrow(/secret/);
    }
  });
});
