import type { Failure } from '../../../src/domain/failure/failure.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';

/** Returns a matcher of a failure whose English text is a text, or matches a pattern. */
export function saying(expected: string | RegExp): Failure {
  const matcher = {
    $$typeof: Symbol.for('jest.asymmetricMatcher'),
    code: 'saying',
    arguments: { expected: String(expected) },
    asymmetricMatch: (value: Failure | string): boolean => {
      const text = failureText(value, 'en');
      return typeof expected === 'string' ? text === expected : expected.test(text);
    },
    toAsymmetricMatcher: (): string => `saying ${String(expected)}`,
  };
  return matcher;
}
