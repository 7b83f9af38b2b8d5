import type { Problem } from '../domain/problem.ts';

/** What a parser answers: the value, or why there is none. Parsers never throw. */
export type Parsed<T> =
  | {
      readonly kind: 'parsed';
      readonly value: T;
      /** A part of it that could not be read. Left out: all was read. */
      readonly flaw?: Problem;
    }
  | { readonly kind: 'problem'; readonly problem: Problem };
