import type { Explanation } from '../../../domain/status/status.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { type AfterFix, explanationDocument } from '../../../formats/document/explain-document.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { findConnector } from '../arguments/find-connector.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { explainScreen } from '../screens/explain-screen.ts';
import type { Session } from '../session/session.ts';
import { SELECTION_PHRASES } from '../text/selection-phrases.ts';
import { assumptionOf, type ExplainOptions, simulateConnectors } from './simulate-connectors.ts';

/** Runs `mailcertd connectors explain` for the connector that a word names, or for all. */
export async function explainConnector(
  word: string | undefined,
  options: ExplainOptions,
  invocation: Invocation,
): Promise<void> {
  await invocation.withDiscoveringSession(async (session) => {
    const { output, dependencies } = invocation;
    // With `--with` or `--at`, the selection is simulated: as if files were installed, or at a time.
    const assumption = assumptionOf(options, dependencies, session);
    if (assumption !== undefined) return simulateConnectors(word, assumption, options, { session, invocation });
    const { connectors } = await session.operations.scan({}, dependencies.signal);
    const chosen = word === undefined ? connectors : [findConnector(word, connectors)];
    // A simulation takes time, so it is left out if all connectors are explained.
    const afterFixOf = async (explanation: Explanation): Promise<AfterFix | undefined> =>
      word === undefined ? undefined : simulateFix(explanation, session, dependencies.signal);
    if (options.format === 'json') {
      const documents: unknown[] = [];
      for (const explanation of chosen) documents.push(explanationDocument(explanation, await afterFixOf(explanation)));
      return output.print(jsonDocument(word === undefined ? documents : documents[0]));
    }
    const screen = invocation.screenContext(session);
    const parts: string[] = [];
    for (const explanation of chosen) {
      const afterFix = await afterFixOf(explanation);
      parts.push(explainScreen(explanation, screen, { isSimulation: false, afterFix }));
    }
    await output.print(parts.join('\n'));
    if (chosen.length === 0) output.note(inLanguage(SELECTION_PHRASES, session.rendering.locale).noConnectors);
  });
}

/**
 * Simulates the fix of a connector. Returns undefined if there is no fix, or if its result depends
 * on a third party such as a CA.
 */
async function simulateFix(
  { remedy, connector }: Explanation,
  { operations }: Session,
  signal: AbortSignal,
): Promise<AfterFix | undefined> {
  if (remedy?.effect === undefined) return undefined;
  const simulation = await operations.simulate(
    { files: [], store: undefined, at: undefined, change: remedy.effect },
    signal,
  );
  const after = simulation.after.find((candidate) => candidate.connector.name === connector.name);
  return after && { after, simulation };
}
