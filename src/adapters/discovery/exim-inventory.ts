import type { Inventory } from '../../domain/connector/inventory.ts';
import type { Problem } from '../../domain/problem.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import { type EximTexts, eximConnectors } from '../../formats/server-config/exim/exim.ts';
import { parseEximOptions, parseEximTransports } from '../../formats/server-config/exim/exim-options.ts';
import { findEximOverride } from '../../formats/server-config/exim/exim-override.ts';
import type { InventorySource } from '../../work/ports/stores.ts';
import { type ToolErrors, troubleOf } from './ask-tool.ts';
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

async function textsOf(
  program: string,
  { run }: DiscoveryDependencies,
  signal: AbortSignal,
): Promise<{ readonly texts: Omit<EximTexts, 'kindsOf'> } | { readonly problem: Problem } | undefined> {
  const ask = async (...what: readonly string[]): Promise<string | Problem | undefined> => {
    const command = [program, '-bP', ...what] as const;
    const ran = await run(command, signal);
    if (ran.kind === 'not-installed') return undefined;
    if (ran.kind === 'problem') return ran.problem;
    return ran.exitCode === 0 ? ran.output : troubleOf(ran.complaint, COMPLAINTS, command.join(' '));
  };
  const options = await ask();
  if (options === undefined) return undefined;
  const file = await ask('config_file');
  const transports = await ask('transports');
  for (const said of [options, file, transports]) if (typeof said === 'object') return { problem: said };
  const started = await readSettings(STARTED_WITH);
  const value = started.kind === 'read' ? findEximOverride(started.bytes.toString()) : undefined;
  const [path] = typeof file === 'string' ? file.trim().split('\n') : [];
  return {
    texts: {
      command: `${program} -bP`,
      options: parseEximOptions(String(options)),
      transports: parseEximTransports(String(transports ?? '')),
      override: value && { value: value.value, place: `${STARTED_WITH}:${value.line}` },
      file: path?.startsWith('/') ? path : undefined,
    },
  };
}

async function look(means: DiscoveryDependencies, signal: AbortSignal): Promise<ScanResult<Inventory>> {
  const now = means.clock.now();
  for (const program of PROGRAMS) {
    const found = await textsOf(program, means, signal);
    if (found === undefined) continue;
    if ('problem' in found) return unavailableTool(now, found.problem);
    const { file } = found.texts;
    const server = { name: 'exim', reload: ['systemctl', 'reload', program], computer: means.computer };
    const host = await readHost(means, []);
    const { connectors, problems } = await withPemKinds(
      (kindsOf) => eximConnectors({ ...found.texts, kindsOf }, host, server),
      signal,
    );
    const readFrom = [...(file === undefined ? [] : [file]), STARTED_WITH];
    return { kind: 'seen', at: now, value: { connectors, stores: [], readFrom }, problems };
  }
  return unavailableTool(now, { reason: 'not_installed', location: PROGRAMS[0], detail: '' });
}

/** Returns the inventory of Exim, as its own tool reports it. */
export function eximInventory(means: DiscoveryDependencies): InventorySource {
  return { name: 'exim', read: (signal) => look(means, signal) };
}
