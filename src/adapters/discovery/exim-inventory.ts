import type { Inventory } from '../../domain/connector/inventory.ts';
import { withUnreadParts } from '../../domain/connector/unread-parts.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfReason } from '../../domain/failure/problem-of-failure.ts';
import { type ScanResult, unavailable } from '../../domain/scan-result.ts';
import { type EximTexts, eximConnectors } from '../../formats/server-config/exim/exim.ts';
import { parseEximOptions, parseEximTransports } from '../../formats/server-config/exim/exim-options.ts';
import { findEximOverride } from '../../formats/server-config/exim/exim-override.ts';
import type { InventorySource } from '../../work/ports/stores.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import { unavailableTool } from './instances-result.ts';
import { readHost } from './read-host.ts';
import { readSmallFile } from './read-small-file.ts';
import { type ToolErrors, toolProblem } from './run-server-tool.ts';
import { withPemContents } from './with-pem-contents.ts';

/** The names of the program: on Debian, and on other systems. */
const PROGRAMS = ['exim4', 'exim'] as const;
/** The file with the start options of Exim on Debian. */
const DEFAULT_OPTIONS_FILE = '/etc/default/exim4';

/** The text before an error message of Exim, and the message if Exim is not yet configured. */
const EXIM_ERRORS: ToolErrors = {
  prefix: /^LOG: (?:MAIN )?PANIC DIE\s*/,
  unconfigured: /non-existent configuration file/,
};

/** Why Exim gives no output. */
type NoOutput = { readonly kind: 'not-installed' } | { readonly kind: 'problem'; readonly problem: Problem };

/** The settings of Exim, or why they cannot be read. */
type EximSettings =
  | NoOutput
  | {
      readonly kind: 'read';
      /** The input of `eximConnectors`, apart from the function that gets the contents of PEM files. */
      readonly texts: Omit<EximTexts, 'pemContentsOf'>;
      /** Set if the file with the start options exists and cannot be read. */
      readonly optionsProblem: Problem | undefined;
    };

/** The output of `exim -bP`, or why there is none. */
type PrintedOptions = NoOutput | { readonly kind: 'text'; readonly text: string };

/** Returns the output of `exim -bP NAMES`. Without names, Exim prints all main options. */
async function printOptions(
  program: string,
  names: readonly string[],
  { run }: DiscoveryDependencies,
  signal: AbortSignal,
): Promise<PrintedOptions> {
  const command = [program, '-bP', ...names] as const;
  const toolRun = await run(command, signal);
  if (toolRun.kind !== 'ran') return toolRun;
  if (toolRun.exitCode === 0) return { kind: 'text', text: toolRun.output };
  return { kind: 'problem', problem: toolProblem(toolRun.errorOutput, EXIM_ERRORS, command.join(' ')) };
}

async function readSettings(
  program: string,
  dependencies: DiscoveryDependencies,
  optionsFile: string,
  signal: AbortSignal,
): Promise<EximSettings> {
  // The main options, the path of the configuration file, and the transports.
  const texts: string[] = [];
  for (const names of [[], ['config_file'], ['transports']]) {
    const printed = await printOptions(program, names, dependencies, signal);
    if (printed.kind === 'problem') return printed;
    if (printed.kind === 'not-installed' && texts.length === 0) return printed;
    // If Exim is uninstalled between two commands, the missing output counts as empty.
    texts.push(printed.kind === 'text' ? printed.text : '');
  }
  const [options = '', configFile = '', transports = ''] = texts;
  const [path = ''] = configFile.trim().split('\n');
  const startOptions = await readSmallFile(optionsFile);
  const override = startOptions.kind === 'read' ? findEximOverride(startOptions.bytes.toString()) : undefined;
  const isMissing = startOptions.kind === 'problem' && startOptions.problem.reason === 'not_found';
  return {
    kind: 'read',
    texts: {
      command: `${program} -bP`,
      options: parseEximOptions(options),
      transports: parseEximTransports(transports),
      // Start options override the ports of the settings.
      override: override && { value: override.value, place: `${optionsFile}:${override.line}` },
      file: path.startsWith('/') ? path : undefined,
    },
    optionsProblem: startOptions.kind === 'problem' && !isMissing ? startOptions.problem : undefined,
  };
}

async function readInventory(
  dependencies: DiscoveryDependencies,
  optionsFile: string,
  signal: AbortSignal,
): Promise<ScanResult<Inventory>> {
  const now = dependencies.clock.now();
  for (const program of PROGRAMS) {
    const settings = await readSettings(program, dependencies, optionsFile, signal);
    if (settings.kind === 'not-installed') continue;
    if (settings.kind === 'problem') return unavailableTool(now, settings.problem);
    const { texts, optionsProblem } = settings;
    const { file } = texts;
    const server = { name: 'exim', reload: ['systemctl', 'reload', program], hostFqdn: dependencies.computer };
    // No host names: Exim prints addresses, so no name must be resolved.
    const host = await readHost(dependencies, []);
    // `eximConnectors` asks for the contents of PEM files. It is called again after they were read.
    const { connectors, problems, unreadParts } = await withPemContents(
      (pemContentsOf) => eximConnectors({ ...texts, pemContentsOf }, host, server),
      signal,
    );
    const readFrom = [...(file === undefined ? [] : [file]), optionsFile];
    const value = { connectors, stores: [], readFrom, ...withUnreadParts(unreadParts) };
    // Start options that cannot be read may name other sockets. So the inventory is unavailable, and
    // connectors of earlier scans are kept.
    if (optionsProblem !== undefined) return unavailable(now, optionsProblem, value);
    return { kind: 'available', at: now, value, problems };
  }
  return unavailableTool(now, problemOfReason('not_installed', PROGRAMS[0]));
}

/**
 * Creates the source of the inventory (connectors and stores) of Exim. It runs `exim -bP`.
 * @param optionsFile the file with the start options of Exim
 */
export function eximInventory(
  dependencies: DiscoveryDependencies,
  optionsFile: string = DEFAULT_OPTIONS_FILE,
): InventorySource {
  return { name: 'exim', read: (signal) => readInventory(dependencies, optionsFile, signal) };
}
