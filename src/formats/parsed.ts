import type { Problem } from '../domain/failure/problem.ts';

/** The result of a parser: a value, or a problem. Parsers never throw. */
export type Parsed<T, P = Problem> =
  | {
      readonly kind: 'parsed';
      readonly value: T;
      /** The problem of a part that could not be read; left out if everything was read. */
      readonly flaw?: P;
    }
  | { readonly kind: 'problem'; readonly problem: P };
