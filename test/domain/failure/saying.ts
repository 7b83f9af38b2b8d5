import type { Failure } from '../../../src/domain/failure/failure.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';

/** A matcher of a text, such as `expect.stringContaining`. */
interface TextMatcher {
  asymmetricMatch(text: unknown): boolean;
}

/** Returns a matcher of a failure whose English text is a text, or matches a pattern. */
export function saying(expected: string | RegExp | TextMatcher): Failure {
  const matcher = {
    $$typeof: Symbol.for('jest.asymmetricMatcher'),
    code: 'saying',
    arguments: { expected: String(expected) },
    asymmetricMatch: (value: Failure | string): boolean => {
      const text = failureText(value, 'en');
      if (typeof expected === 'string') return text === expected;
      return expected instanceof RegExp ? expected.test(text) : expected.asymmetricMatch(text);
    },
    toAsymmetricMatcher: (): string => `saying ${String(expected)}`,
  };
  return matcher;
}
