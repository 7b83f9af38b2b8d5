import { dirname, resolve } from 'node:path';
import type * as z from 'zod';
import type { ConfigurationFault } from '../../work/errors.ts';
import { checkTogether, warnTogether } from './check/check-together.ts';
import { describeIssue } from './check/describe-issue.ts';
import type { Configuration } from './configuration.ts';
import type { ConfigurationEnvironment } from './configuration-environment.ts';
import { computerName } from './resolve/computer-name.ts';
import { resolveConfiguration } from './resolve/resolve-configuration.ts';
import { schema } from './schema/schema.ts';
import { type PlacedFault, parseYaml, type YamlSource } from './yaml-source.ts';

/** The result of parsing: a configuration, or every error in order of place. */
export type ParsedConfiguration =
  | { readonly kind: 'configuration'; readonly configuration: Configuration }
  | { readonly kind: 'faulty'; readonly faults: readonly ConfigurationFault[] };

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
  if (source.broken) return faulty(file, source.faults);
  // An empty file is a configuration with all defaults.
  const value = source.value ?? {};
  const result = schema.safeParse(value, { error: describeIssue });
  const faults = [
    ...source.faults,
    ...(result.error?.issues ?? []).flatMap((issue) => placeIssue(issue, source)),
    ...checkTogether(value, dirname(resolve(file)), environment.eventIds).map(({ path, what, message }) => ({
      ...source.place(path, what),
      message,
    })),
  ];
  const fqdn = namesComputer(value) ? result.data?.computer : nameOfHost(environment, faults);
  if (faults.length > 0 || result.data === undefined || fqdn === undefined) return faulty(file, faults);
  return {
    kind: 'configuration',
    configuration: resolveConfiguration(result.data, {
      file,
      environment,
      fqdn,
      placeOf: (path) => source.place(path, 'value'),
      has: (key) => typeof value === 'object' && Object.hasOwn(value, key),
      warnings: warnTogether(value).map(({ path, what, message }) => ({ file, ...source.place(path, what), message })),
    }),
  };
}

function namesComputer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'computer' in value;
}

function nameOfHost(environment: ConfigurationEnvironment, faults: PlacedFault[]): string | undefined {
  const name = computerName(environment);
  if ('value' in name) return name.value;
  faults.push({ line: 1, column: 1, message: `computer is not set, and ${name.fault}` });
  return undefined;
}

function placeIssue(issue: z.core.$ZodIssue, source: YamlSource): PlacedFault[] {
  if (issue.code !== 'unrecognized_keys') return [{ ...source.place(issue.path, 'value'), message: issue.message }];
  // The message has one line per unknown key, in the same order.
  const messages = issue.message.split('\n');
  return issue.keys.map((key, index) => ({
    ...source.place([...issue.path, key], 'key'),
    message: messages[index] ?? issue.message,
  }));
}

function faulty(file: string, faults: readonly PlacedFault[]): ParsedConfiguration {
  const inOrder = bounded(faults.toSorted((a, b) => a.line - b.line || a.column - b.column));
  return {
    kind: 'faulty',
    faults: inOrder.map(({ line, column, message }) => ({ file, line, column, message })),
  };
}

/** The maximum number of listed errors, because all are in one event record. */
const MOST_FAULTS = 100;

/** Returns the first errors, and one more with the number of omitted ones. */
function bounded(faults: readonly PlacedFault[]): readonly PlacedFault[] {
  const next = faults[MOST_FAULTS];
  if (next === undefined) return faults;
  const left = faults.length - MOST_FAULTS;
  const message = `and ${left} more ${left === 1 ? 'fault' : 'faults'}; there are ${faults.length} in all`;
  return [...faults.slice(0, MOST_FAULTS), { ...next, message }];
}
