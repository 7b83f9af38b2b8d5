import { DISCOVERABLE } from '../../../domain/connector/discover.ts';
import { discoveryStateOf, type FoundInventory } from '../../../domain/connector/found-inventory.ts';
import { LISTENERS } from '../../../domain/connector/listeners.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { discoverDocument, discoverScreen } from '../screens/discover-screen.ts';
import type { Session } from '../session/session.ts';
import { DISCOVER_PHRASES } from '../text/discover-phrases.ts';

/** The options of `connectors discover`. */
export interface DiscoverOptions {
  readonly format: 'table' | 'json';
  readonly exchangeExport?: string;
}

/** Runs `mailcertd connectors discover`. */
export async function discoverConnectors(
  { format, exchangeExport }: DiscoverOptions,
  invocation: Invocation,
): Promise<void> {
  await invocation.withAnySession(async (session) => {
    const { output, dependencies } = invocation;
    const all = await session.discover(exchangeExport, dependencies.signal);
    // The list of listening sockets is not counted: it only shows which servers are not monitored.
    invocation.exitCode = all.every(({ name, result }) => name === LISTENERS || result.kind === 'unavailable') ? 1 : 0;
    if (format === 'json') {
      return output.print(jsonDocument(discoverDocument(all)));
    }
    await output.print(discoverScreen(all, invocation.screenContext(session)));
    if (invocation.verbosity >= 0) for (const hint of hintLines(all, session)) output.note(hint);
  });
}

/**
 * Returns hints about the next step: discover more as root, or add what was discovered to the
 * configuration.
 */
function hintLines(all: readonly FoundInventory[], { file, command, rendering }: Session): readonly string[] {
  const words = inLanguage(DISCOVER_PHRASES, rendering.locale);
  const commandLine = (...parameters: readonly string[]): string => shellWords([...command, ...parameters]);
  const isPermissionMissing = all.some(({ result }) =>
    result.kind === 'unavailable'
      ? result.problem.reason === 'permission_denied'
      : result.value.listeners?.sockets.some(({ program }) => program === undefined),
  );
  const rootHint = isPermissionMissing ? [words.readMoreAsRoot(`sudo ${commandLine('connectors', 'discover')}`)] : [];
  const foundInventories = all.filter((inventory) => discoveryStateOf(inventory) === 'found');
  if (file === undefined)
    return foundInventories.length === 0
      ? rootHint
      : [...rootHint, words.noConfiguration(`sudo ${commandLine('config', 'init')}`)];
  const notConfigured = foundInventories.filter(
    ({ name, isConfigured }) => !isConfigured && (DISCOVERABLE as readonly string[]).includes(name),
  );
  if (notConfigured.length === 0) return rootHint;
  return [
    ...rootHint,
    words.notConfigured(file, `discover: { ${notConfigured.map(({ name }) => `${name}: true`).join(', ')} }`),
  ];
}
