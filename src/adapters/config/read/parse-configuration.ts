import { dirname, resolve } from 'node:path';
import type * as z from 'zod';
import type { ConfigurationIssue } from '../../../work/errors.ts';
import { checkTogether, warnTogether } from '../check/check-together.ts';
import { checkRenamed } from '../check/renamed-keys.ts';
import type { Configuration } from '../configuration.ts';
import type { ConfigurationEnvironment } from '../configuration-environment.ts';
import { computerName } from '../resolve/computer-name.ts';
import { resolveConfiguration } from '../resolve/resolve-configuration.ts';
import { describeIssue } from '../schema/describe-issue.ts';
import type { PathError } from '../schema/path-error.ts';
import { schema } from '../schema/schema.ts';
import { type PlacedError, parseYaml, type YamlSource } from '../yaml-source.ts';

/** The result of parsing: a configuration, or every error in order of place. */
export type ParsedConfiguration =
  | { readonly kind: 'configuration'; readonly configuration: Configuration }
  | { readonly kind: 'faulty'; readonly errors: readonly ConfigurationIssue[] };

/**
 * Parses a configuration; never throws.
 * @param file its name in messages, and the base of relative paths
 */
export function parseConfiguration(
  text: string,
  file: string,
  environment: ConfigurationEnvironment,
): ParsedConfiguration {
  const source = parseYaml(text);
  if (source.broken) return faulty(file, source.errors);
  // An empty file is a configuration with all defaults.
  const value = source.value ?? {};
  const result = schema.safeParse(value, { error: describeIssue });
  const renamed = checkRenamed(value);
  const errors: PlacedError[] = [
    ...source.errors,
    ...(result.error?.issues ?? []).flatMap((issue) => placeIssue(issue, source, renamed)),
    ...[...renamed, ...checkTogether(value, dirname(resolve(file)), environment.eventIds)].map(
      ({ path, marks, ...texts }) => ({ ...source.place(path, marks), ...texts }),
    ),
  ];
  const fqdn = namesComputer(value) ? result.data?.computer : nameOfHost(environment, errors);
  if (errors.length > 0 || result.data === undefined || fqdn === undefined) return faulty(file, errors);
  return {
    kind: 'configuration',
    configuration: resolveConfiguration(result.data, {
      file,
      environment,
      fqdn,
      placeOf: (path) => source.place(path, 'value'),
      has: (key) => typeof value === 'object' && Object.hasOwn(value, key),
      warnings: warnTogether(value).map(({ path, marks, message }) => ({
        file,
        ...source.place(path, marks),
        message,
      })),
    }),
  };
}

function namesComputer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'computer' in value;
}

function nameOfHost(environment: ConfigurationEnvironment, errors: PlacedError[]): string | undefined {
  const name = computerName(environment);
  if ('value' in name) return name.value;
  errors.push({ line: 1, column: 1, message: `computer is not set, and ${name.error}` });
  return undefined;
}

/** Returns the errors of an issue, except those that the error of a renamed key explains. */
function placeIssue(issue: z.core.$ZodIssue, source: YamlSource, renamed: readonly PathError[]): PlacedError[] {
  const isRenamed = (path: readonly PropertyKey[]): boolean => renamed.some((error) => samePath(error.path, path));
  if (issue.code !== 'unrecognized_keys') {
    // An output without a type has no known keys, because it still says `to`.
    if (issue.code === 'invalid_union' && isRenamed([...issue.path.slice(0, 2), 'to'])) return [];
    return [{ ...source.place(issue.path, 'value'), message: issue.message }];
  }
  // The message has one line per unknown key, in the same order.
  const messages = issue.message.split('\n');
  return issue.keys.flatMap((key, index) => {
    const path = [...issue.path, key];
    if (isRenamed(path)) return [];
    return [{ ...source.place(path, 'key'), message: messages[index] ?? issue.message }];
  });
}

function samePath(left: readonly PropertyKey[], right: readonly PropertyKey[]): boolean {
  return left.length === right.length && left.every((step, index) => step === right[index]);
}

function faulty(file: string, errors: readonly PlacedError[]): ParsedConfiguration {
  const inOrder = bounded(errors.toSorted((a, b) => a.line - b.line || a.column - b.column));
  return {
    kind: 'faulty',
    errors: inOrder.map(({ line, column, message, japanese }) => ({
      ...{ file, line, column, message },
      ...(japanese === undefined ? {} : { japanese }),
    })),
  };
}

/** The maximum number of listed errors, because all are in one event record. */
const MAX_ERRORS = 100;

/** Returns the first errors, and one more with the number of omitted ones. */
function bounded(errors: readonly PlacedError[]): readonly PlacedError[] {
  const next = errors[MAX_ERRORS];
  if (next === undefined) return errors;
  const left = errors.length - MAX_ERRORS;
  const message = `and ${left} more ${left === 1 ? 'error' : 'errors'}; ${errors.length} in total`;
  return [...errors.slice(0, MAX_ERRORS), { line: next.line, column: next.column, message }];
}
