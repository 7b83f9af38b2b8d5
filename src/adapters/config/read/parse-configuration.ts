import { dirname, resolve } from 'node:path';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { ConfigurationIssue } from '../../../domain/failure/configuration-issue.ts';
import { checkAcrossKeys, warnAcrossKeys } from '../check/check-across-keys.ts';
import { checkRenamedKeys } from '../check/renamed-keys.ts';
import type { Configuration } from '../configuration.ts';
import type { ConfigurationEnvironment } from '../configuration-environment.ts';
import { defaultComputerName } from '../resolve/default-computer-name.ts';
import { resolveConfiguration } from '../resolve/resolve-configuration.ts';
import { type DescribedIssue, parseWithFailures } from '../schema/parse-with-failures.ts';
import type { PathError } from '../schema/path-error.ts';
import { schema } from '../schema/schema.ts';
import { type PositionedError, parseYaml, type YamlSource } from '../yaml-source.ts';

/** The result of parsing: a configuration, or every error in order of position. */
export type ParsedConfiguration =
  | { readonly kind: 'configuration'; readonly configuration: Configuration }
  | { readonly kind: 'invalid'; readonly errors: readonly ConfigurationIssue[] };

/**
 * Parses a configuration; never throws.
 * @param file the name of the file in messages, and the base of relative paths
 */
export function parseConfiguration(
  text: string,
  file: string,
  environment: ConfigurationEnvironment,
): ParsedConfiguration {
  const source = parseYaml(text);
  if (source.isInvalid) return invalidConfiguration(file, source.errors);
  // An empty file is a configuration with all defaults.
  const value = source.value ?? {};
  const result = parseWithFailures(schema, value);
  const renamed = checkRenamedKeys(value);
  const errors: PositionedError[] = [
    ...source.errors,
    ...result.issues.flatMap((issue) => issueErrors(issue, source, renamed)),
    ...[...renamed, ...checkAcrossKeys(value, dirname(resolve(file)), environment.eventIds)].map(
      ({ path, pointsAt, failure }) => ({ ...source.positionOf(path, pointsAt), failure }),
    ),
  ];
  // Without `computer` in the file, the name is that of the host.
  const fqdn = hasComputer(value) ? result.value?.computer : hostFqdnOrError(environment, errors);
  if (errors.length > 0 || result.value === undefined || fqdn === undefined) return invalidConfiguration(file, errors);
  return {
    kind: 'configuration',
    configuration: resolveConfiguration(result.value, {
      file,
      environment,
      fqdn,
      positionOf: (path) => source.positionOf(path, 'value'),
      hasKey: (key) => typeof value === 'object' && Object.hasOwn(value, key),
      warnings: warnAcrossKeys(value).map(({ path, pointsAt, failure }) => ({
        file,
        ...source.positionOf(path, pointsAt),
        failure,
      })),
    }),
  };
}

function hasComputer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'computer' in value;
}

/**
 * Returns the FQDN of the host. If the host does not know it, adds an error to `errors` and returns
 * undefined.
 */
function hostFqdnOrError(environment: ConfigurationEnvironment, errors: PositionedError[]): string | undefined {
  const name = defaultComputerName(environment);
  if ('value' in name) return name.value;
  errors.push({ line: 1, column: 1, failure: CONFIGURATION_FAILURES.computer_unset({ cause: name.failure }) });
  return undefined;
}

/**
 * Returns the errors of an issue of the schema, except those that the error of a renamed key
 * explains.
 */
function issueErrors(issue: DescribedIssue, source: YamlSource, renamed: readonly PathError[]): PositionedError[] {
  const isRenamed = (path: readonly PropertyKey[]): boolean => renamed.some((error) => samePath(error.path, path));
  if (issue.code !== 'unrecognized_keys') {
    // An item of `logs` with the renamed key `to` has no `type`. The error of `to` explains that.
    if (issue.code === 'invalid_union' && isRenamed([...issue.path.slice(0, 2), 'to'])) return [];
    const position = source.positionOf(issue.path, 'value');
    return issue.failures.map((failure) => ({ ...position, failure }));
  }
  // One failure per unknown key, in the same order.
  return issue.failures.flatMap((failure, index) => {
    const path = [...issue.path, issue.unknownKeys[index] ?? ''];
    return isRenamed(path) ? [] : [{ ...source.positionOf(path, 'key'), failure }];
  });
}

function samePath(left: readonly PropertyKey[], right: readonly PropertyKey[]): boolean {
  return left.length === right.length && left.every((step, index) => step === right[index]);
}

/** Returns the result for a text with errors. */
function invalidConfiguration(file: string, errors: readonly PositionedError[]): ParsedConfiguration {
  const listedErrors = limitErrors(errors.toSorted((a, b) => a.line - b.line || a.column - b.column));
  return {
    kind: 'invalid',
    errors: listedErrors.map(({ line, column, failure }) => ({ file, line, column, failure })),
  };
}

/**
 * The maximum number of listed errors. It limits the size of the event record that contains them.
 */
const MAX_ERRORS = 100;

/** Returns the first errors, and one error with the number of omitted errors. */
function limitErrors(errors: readonly PositionedError[]): readonly PositionedError[] {
  const next = errors[MAX_ERRORS];
  if (next === undefined) return errors;
  const omittedCount = errors.length - MAX_ERRORS;
  const failure = CONFIGURATION_FAILURES.more_errors({ count: omittedCount, total: errors.length });
  return [...errors.slice(0, MAX_ERRORS), { line: next.line, column: next.column, failure }];
}
