import type { Inventory } from '../../domain/connector/inventory.ts';
import { blind, type Look } from '../../domain/observation/look.ts';
import type { Problem } from '../../domain/problem.ts';
import { type EximTexts, eximConnectors } from '../../formats/server-config/exim.ts';
import { parseEximOptions, parseEximTransports } from '../../formats/server-config/exim-options.ts';
import { findEximOverride } from '../../formats/server-config/exim-override.ts';
import type { InventorySource } from '../../work/ports.ts';
import type { DiscoveryMeans } from './discovery-means.ts';
import { withPemKinds } from './pem-kinds.ts';
import { readHost } from './read-host.ts';
import { readSettings } from './read-settings.ts';

/** What Exim is called: by Debian, and by all others. */
const PROGRAMS = ['exim4', 'exim'] as const;
/** Where Debian's units and scripts take the options from that Exim is started with. */
const STARTED_WITH = '/etc/default/exim4';

/** What Exim complains of, as a problem: its first words say that it dies of it. */
function troubleOf(complaint: string, location: string): Problem {
  const detail = complaint.replace(/^LOG: (?:MAIN )?PANIC DIE\s*/, '');
  if (/non-existent configuration file/.test(detail)) return { reason: 'not_configured', location, detail };
  const reason = /Permission denied/.test(detail) ? 'permission_denied' : 'command_failed';
  return { reason, location, detail };
}

async function textsOf(
  program: string,
  { run }: DiscoveryMeans,
  signal: AbortSignal,
): Promise<{ readonly texts: Omit<EximTexts, 'kindsOf'> } | { readonly problem: Problem } | undefined> {
  const ask = async (...what: readonly string[]): Promise<string | Problem | undefined> => {
    const command = [program, '-bP', ...what] as const;
    const ran = await run(command, signal);
    if (ran.kind === 'not-installed') return undefined;
    if (ran.kind === 'problem') return ran.problem;
    return ran.exitCode === 0 ? ran.output : troubleOf(ran.complaint, command.join(' '));
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

async function look(means: DiscoveryMeans, signal: AbortSignal): Promise<Look<Inventory>> {
  const now = means.clock.now();
  const nothing = (problem: Problem): Look<Inventory> => ({
    kind: 'seen',
    at: now,
    value: { connectors: [], stores: [] },
    problems: [problem],
  });
  for (const program of PROGRAMS) {
    const found = await textsOf(program, means, signal);
    if (found === undefined) continue;
    if ('problem' in found) {
      return found.problem.reason === 'not_configured' ? nothing(found.problem) : blind(now, found.problem);
    }
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
  return nothing({ reason: 'not_installed', location: PROGRAMS[0], detail: '' });
}

/** Exim, as its own tool tells of it. */
export function eximInventory(means: DiscoveryMeans): InventorySource {
  return { name: 'exim', read: (signal) => look(means, signal) };
}
