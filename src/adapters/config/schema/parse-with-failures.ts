import type * as z from 'zod';
import type { Failure } from '../../../domain/failure/failure.ts';
import { describeIssue } from './describe-issue.ts';
import { DescribedFailures } from './described-failures.ts';

/** An issue of a schema, with its failures as data. */
export interface DescribedIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  /** The unknown keys, in the order of the failures; empty for other issues. */
  readonly unknownKeys: readonly string[];
  readonly failures: readonly Failure[];
}

/** The result of a schema. A value is given if there are no issues. */
export interface SchemaResult<T> {
  readonly value: T | undefined;
  readonly issues: readonly DescribedIssue[];
}

/**
 * Applies a schema. `safeParse` of zod reduces an error to its message, so this function reads the
 * issues before that. It never throws for a schema that is not asynchronous.
 */
export function parseWithFailures<T>(schema: z.ZodType<T>, input: unknown): SchemaResult<T> {
  const result = schema._zod.run({ value: input, issues: [] }, { async: false });
  if (result instanceof Promise) throw new TypeError('the schema is asynchronous');
  return {
    value: result.issues.length === 0 ? (result.value as T) : undefined,
    issues: result.issues.map((issue) => ({
      code: issue.code,
      path: issue.path ?? [],
      unknownKeys: issue.code === 'unrecognized_keys' ? issue.keys : [],
      failures: failuresOf(issue),
    })),
  };
}

/**
 * Returns the failures of an issue: those of the check or schema that raised it, those of the schema
 * to which the check belongs, or else a general description. Plain messages of a schema are ignored.
 */
function failuresOf(issue: z.core.$ZodRawIssue): readonly Failure[] {
  const errors = [
    issue.code === 'custom' ? issue.params?.['error'] : undefined,
    issue.inst?._zod.def.error?.(issue as never),
    issue.schema?._zod.def.error?.(issue as never),
  ];
  const described = errors.find((error) => error instanceof DescribedFailures);
  return described?.failures ?? describeIssue(issue);
}
