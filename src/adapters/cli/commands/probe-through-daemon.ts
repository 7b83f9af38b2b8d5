import { isProbed } from '../../../domain/connector/is-probed.ts';
import { addressStates } from '../../../domain/served/served-state.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { connectorDocument } from '../../../formats/document/connector-document.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { findConnector } from '../arguments/find-connector.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { connectorTable } from '../screens/connector-table.ts';
import { PROBE_FAILURES } from '../text/probe-failures.ts';
import { PROBE_PHRASES } from '../text/probe-phrases.ts';
import { UsageError } from '../text/usage-error.ts';
import { missingProbe } from './find-server.ts';

/** The options of `connectors probe --now`. */
export interface ProbeNowOptions {
  readonly format: 'text' | 'json';
  /** The time in ms to wait for the daemon. */
  readonly wait: number;
}

/**
 * Lets the daemon probe connectors now, all without words, and prints the results. The exit code is
 * 0 if every address served a certificate.
 */
export async function probeThroughDaemon(
  words: readonly string[],
  { format, wait }: ProbeNowOptions,
  invocation: Invocation,
): Promise<void> {
  await invocation.withDiscoveringSession(async (session) => {
    const { output, dependencies } = invocation;
    const text = inLanguage(PROBE_PHRASES, session.rendering.locale);
    const { connectors: all } = await session.connectors.scan(dependencies.signal);
    const named = [...new Set(words.map((word) => findConnector(word, all).connector))];
    for (const connector of named) {
      if (!isProbed(connector))
        throw new UsageError(PROBE_FAILURES.connector_not_probed_now({ cause: missingProbe(connector) }));
    }
    if (!all.some(({ connector }) => isProbed(connector))) {
      output.note(text.nothingToProbe(shellWords([...session.command, 'connectors', 'discover'])));
      invocation.exitCode = 1;
      return;
    }
    const names = named.map(({ name }) => name);
    const total = named.length || all.filter(({ connector }) => isProbed(connector)).length;
    // The daemon reports only the end, so the line shows that the command waits.
    invocation.reportProgress?.({ activity: 'probe', done: 0, total });
    const outcome = await session.connectors.probeNow(names, wait, dependencies.signal);
    if (outcome !== 'done') {
      const connectorsCommand = shellWords([...session.command, 'connectors']);
      output.note(outcome === 'no-daemon' ? text.noDaemon : text.notFinished(connectorsCommand));
      invocation.exitCode = 1;
      return;
    }
    const { connectors } = await session.operations.scan({}, dependencies.signal);
    const probed = connectors.filter(
      ({ connector }) => isProbed(connector) && (names.length === 0 || names.includes(connector.name)),
    );
    await output.print(
      format === 'json'
        ? jsonDocument(probed.map(connectorDocument))
        : connectorTable(probed, 'main-columns', invocation.screenContext(session)),
    );
    // The daemon reports no result for a connector that its configuration does not contain.
    const notLoaded = probed.filter(({ served }) => served === undefined);
    if (notLoaded.length > 0) output.note(text.notLoaded(notLoaded.map(({ connector }) => visible(connector.name))));
    if (!probed.every(isServedEverywhere)) invocation.exitCode = 1;
  });
}

/** Returns whether every address of a connector served a certificate. */
function isServedEverywhere(explanation: Explanation): boolean {
  const states = addressStates(explanation);
  return (
    states.length > 0 &&
    states.every(({ lastResult, failure }) => failure === undefined && lastResult?.leaf !== undefined)
  );
}
