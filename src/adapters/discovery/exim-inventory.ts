import type { Inventory } from '../../domain/connector/inventory.ts';
import { withUnreadParts } from '../../domain/connector/unread-parts.ts';
import type { Problem } from '../../domain/problem.ts';
import { type ScanResult, unavailable } from '../../domain/scan-result.ts';
import { type EximTexts, eximConnectors } from '../../formats/server-config/exim/exim.ts';
import { parseEximOptions, parseEximTransports } from '../../formats/server-config/exim/exim-options.ts';
import { findEximOverride } from '../../formats/server-config/exim/exim-override.ts';
import type { InventorySource } from '../../work/ports/stores.ts';
import { problemOf, type ToolErrors } from './ask-tool.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import { withPemKinds } from './pem-kinds.ts';
import { readHost } from './read-host.ts';
import { readSettings } from './read-settings.ts';
import { unavailableTool } from './tool-instances.ts';

/** The program names: Debian's, and the usual one. */
const PROGRAMS = ['exim4', 'exim'] as const;
/** The file with the start options of Exim on Debian. */
const STARTED_WITH = '/etc/default/exim4';

/** The prefix of Exim's fatal errors. */
const COMPLAINTS: ToolErrors = {
  head: /^LOG: (?:MAIN )?PANIC DIE\s*/,
  unconfigured: /non-existent configuration file/,
};

interface EximRead {
  readonly texts: Omit<EximTexts, 'kindsOf'>;
  /** Set if the start options exist and cannot be read. */
  readonly unread: Problem | undefined;
}

async function textsOf(
  program: string,
  { run }: DiscoveryDependencies,
  startOptions: string,
  signal: AbortSignal,
): Promise<EximRead | { readonly problem: Problem } | undefined> {
  const ask = async (...what: readonly string[]): Promise<string | Problem | undefined> => {
    const command = [program, '-bP', ...what] as const;
    const ran = await run(command, signal);
    if (ran.kind === 'not-installed') return undefined;
    if (ran.kind === 'problem') return ran.problem;
    return ran.exitCode === 0 ? ran.output : problemOf(ran.complaint, COMPLAINTS, command.join(' '));
  };
  const options = await ask();
  if (options === undefined) return undefined;
  const file = await ask('config_file');
  const transports = await ask('transports');
  for (const output of [options, file, transports]) if (typeof output === 'object') return { problem: output };
  const started = await readSettings(startOptions);
  const value = started.kind === 'read' ? findEximOverride(started.bytes.toString()) : undefined;
  const [path] = typeof file === 'string' ? file.trim().split('\n') : [];
  return {
    unread: started.kind === 'problem' && started.problem.reason !== 'not_found' ? started.problem : undefined,
    texts: {
      command: `${program} -bP`,
      options: parseEximOptions(String(options)),
      transports: parseEximTransports(String(transports ?? '')),
      override: value && { value: value.value, place: `${startOptions}:${value.line}` },
      file: path?.startsWith('/') ? path : undefined,
    },
  };
}

async function readInventory(
  dependencies: DiscoveryDependencies,
  startOptions: string,
  signal: AbortSignal,
): Promise<ScanResult<Inventory>> {
  const now = dependencies.clock.now();
  for (const program of PROGRAMS) {
    const found = await textsOf(program, dependencies, startOptions, signal);
    if (found === undefined) continue;
    if ('problem' in found) return unavailableTool(now, found.problem);
    const { unread, texts } = found;
    const { file } = texts;
    const server = { name: 'exim', reload: ['systemctl', 'reload', program], computer: dependencies.computer };
    const host = await readHost(dependencies, []);
    const { connectors, problems, unreadParts } = await withPemKinds(
      (kindsOf) => eximConnectors({ ...texts, kindsOf }, host, server),
      signal,
    );
    const readFrom = [...(file === undefined ? [] : [file]), startOptions];
    const value = { connectors, stores: [], readFrom, ...withUnreadParts(unreadParts) };
    // The unread start options may name other sockets, so known connectors are kept.
    if (unread !== undefined) return unavailable(now, unread, value);
    return { kind: 'available', at: now, value, problems };
  }
  return unavailableTool(now, { reason: 'not_installed', location: PROGRAMS[0], detail: '' });
}

/**
 * Returns the inventory of Exim, as its own tool reports it.
 * @param startOptions the file with the start options of Exim
 */
export function eximInventory(
  dependencies: DiscoveryDependencies,
  startOptions: string = STARTED_WITH,
): InventorySource {
  return { name: 'exim', read: (signal) => readInventory(dependencies, startOptions, signal) };
}
