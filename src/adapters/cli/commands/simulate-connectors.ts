import { resolve } from 'node:path';
import type { Failure } from '../../../domain/failure/failure.ts';
import { problemCause } from '../../../domain/failure/problem-failures.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { explanationDocument } from '../../../formats/document/explain-document.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import type { TimeArgument } from '../../../formats/filter/time-arguments.ts';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import type { Assumption, Simulation } from '../../../work/operations/query-operations.ts';
import { findConnector } from '../arguments/find-connector.ts';
import { quotedNames } from '../arguments/quoted-names.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { simulationDocument } from '../json/simulation-document.ts';
import { explainScreen } from '../screens/explain-screen.ts';
import { simulationScreen } from '../screens/simulation-screen.ts';
import type { CommandLineDependencies } from '../session/cli-dependencies.ts';
import type { Session } from '../session/session.ts';
import { COMMAND_FAILURES } from '../text/command-failures.ts';
import { errorText } from '../text/error-text.ts';
import { FIND_FAILURES } from '../text/find-failures.ts';
import { problemPlace } from '../text/problem-place.ts';
import { SCAN_PHRASES } from '../text/scan-phrases.ts';
import { SELECTION_PHRASES } from '../text/selection-phrases.ts';
import { UsageError } from '../text/usage-error.ts';

/** The options of `connectors explain`. */
export interface ExplainOptions {
  /** The files to assume as installed. */
  readonly with?: readonly string[];
  /** The name of the store in which they are assumed. */
  readonly store?: string;
  readonly at?: TimeArgument;
  readonly format: 'text' | 'json';
}

/**
 * Returns the assumptions of a simulation; undefined if no option assumes anything.
 * @throws {UsageError}
 */
export function assumptionOf(
  options: ExplainOptions,
  { clock }: CommandLineDependencies,
  session: Session,
): Assumption | undefined {
  const { with: files = [], store } = options;
  if (files.length === 0 && store !== undefined) {
    throw new UsageError(COMMAND_FAILURES.simulation_store_without_file);
  }
  const at = options.at?.(clock.now(), session.rendering.offsetMinutes);
  return files.length === 0 && at === undefined ? undefined : { files: files.map((file) => resolve(file)), store, at };
}

/**
 * Runs `connectors explain` with the option `--with` or `--at`, and prints the effects.
 * @throws {UsageError}
 */
export async function simulateConnectors(
  word: string | undefined,
  assumption: Assumption,
  options: ExplainOptions,
  { session, invocation }: { readonly session: Session; readonly invocation: Invocation },
): Promise<void> {
  const { output, dependencies } = invocation;
  const { locale } = session.rendering;
  const connector = await simulatedConnector(word, assumption, session, dependencies.signal);
  // If the connector names its files, the assumed files replace the first of them.
  const completeAssumption = connector === undefined ? assumption : { ...assumption, connector };
  const simulation = await session.operations.simulate(completeAssumption, dependencies.signal);
  requireReadableFiles(simulation, options);
  for (const { problems } of simulation.files) {
    for (const problem of problems) {
      output.note(inLanguage(SCAN_PHRASES, locale).problem(problemPlace(problem, locale), errorText(problem, locale)));
    }
  }
  const chosen = word === undefined ? simulation.after : [findConnector(word, simulation.after)];
  if (options.format === 'json') {
    const documents = chosen.map((explanation) => ({
      ...explanationDocument(explanation),
      simulation: simulationDocument(simulation, simulation.before[simulation.after.indexOf(explanation)]),
    }));
    return output.print(jsonDocument(word === undefined ? documents : documents[0]));
  }
  const screen = invocation.screenContext(session);
  const parts = chosen.map((explanation) => explainScreen(explanation, screen, { isSimulation: true }));
  await output.print([...parts, simulationScreen(simulation, screen)].join('\n'));
  if (chosen.length === 0) output.note(inLanguage(SELECTION_PHRASES, locale).noConnectors);
}

/**
 * Returns the name of the connector whose first file the assumed files replace, if it names its
 * files; undefined: no connector is named, or the files are assumed in a store.
 * @throws {UsageError}
 */
async function simulatedConnector(
  word: string | undefined,
  { files, store }: Assumption,
  { operations }: Session,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (word === undefined || files.length === 0 || store !== undefined) return undefined;
  const { connectors } = await operations.scan({}, signal);
  return findConnector(word, connectors).connector.name;
}

/**
 * Checks that the assumed files could be read, and that their store exists.
 * @throws {UsageError}
 */
function requireReadableFiles(
  { store, stores, files }: Simulation,
  { with: requestedFiles = [], store: word }: ExplainOptions,
): void {
  if (requestedFiles.length > 0 && store === undefined) throw missingStoreError(word, stores);
  for (const { path, certificates, problems } of files) {
    if (certificates.length > 0) continue;
    const [problem] = problems;
    const cause = problem === undefined ? COMMAND_FAILURES.no_certificate_in_file : problemCause(problem);
    throw new UsageError(COMMAND_FAILURES.simulation_file_unusable({ path, cause }));
  }
}

/** Returns the error if the files cannot be assumed in a store: `--store` is wrong or required. */
function missingStoreError(word: string | undefined, stores: Simulation['stores']): UsageError {
  if (word === undefined) {
    return new UsageError(COMMAND_FAILURES.simulation_store_required);
  }
  const names = stores.map(({ name }) => name);
  const next = storeSuggestion(findNearest(word, names), names);
  return new UsageError(COMMAND_FAILURES.simulation_store_unknown({ word, next }));
}

/** Returns the next step for an unknown store. */
function storeSuggestion(similarName: string | undefined, names: readonly string[]): Failure {
  if (similarName !== undefined)
    return FIND_FAILURES.did_you_mean({ name: FIND_FAILURES.quoted_name({ name: similarName }) });
  return names.length === 0 ? FIND_FAILURES.no_stores : FIND_FAILURES.known_stores({ names: quotedNames(names) });
}
