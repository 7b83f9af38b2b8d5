import { dirname, join } from 'node:path';
import type { Inventory } from '../../domain/connector/inventory.ts';
import { withUnreadParts } from '../../domain/connector/unread-parts.ts';
import { OPENSMTPD_FAILURES } from '../../domain/failure/opensmtpd-failures.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfFailure, problemOfReason } from '../../domain/failure/problem-of-failure.ts';
import { type ScanResult, unavailable } from '../../domain/scan-result.ts';
import { opensmtpdConnectors, smtpdHostsIn } from '../../formats/server-config/opensmtpd/opensmtpd.ts';
import { parseSmtpdConf, type SmtpdSettings } from '../../formats/server-config/opensmtpd/parse-smtpd-conf.ts';
import type { SmtpdPosition } from '../../formats/server-config/opensmtpd/smtpd-words.ts';
import type { InventorySource } from '../../work/ports/stores.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import type { Interfaces } from './host-interfaces.ts';
import { readHost } from './read-host.ts';
import { readSmallFile } from './read-small-file.ts';

/**
 * The files of Debian, of Arch and Alpine, of OpenBSD, and of Fedora, in this order. The first
 * existing file is used.
 */
const DEFAULT_FILES = [
  '/etc/smtpd.conf',
  '/etc/smtpd/smtpd.conf',
  '/etc/mail/smtpd.conf',
  '/etc/opensmtpd/smtpd.conf',
] as const;
const HELP_COMMAND = ['smtpd', '-h'] as const;
/** The maximum number of included files. */
const MAX_FILES = 256;

/** The settings, and the files that they were read from. */
interface SettingsWithFiles {
  readonly settings: SmtpdSettings;
  readonly files: readonly string[];
  /** The problem of the first included file that could not be read. */
  readonly unreadProblem: Problem | undefined;
}

/**
 * Reads a file and all files that it includes. `parseSmtpdConf` names the included files that are
 * still missing. The next one is read, and all files are parsed again. An unreadable file counts
 * as empty.
 */
async function readWithIncludes(path: string, text: string): Promise<SettingsWithFiles> {
  const files = new Map([[path, text]]);
  let unreadProblem: Problem | undefined;
  for (;;) {
    const settings = parseSmtpdConf(path, files);
    const [next] = settings.missing;
    if (next === undefined) return { settings, files: [...files.keys()], unreadProblem };
    const [included, includedAt] = next;
    const includedFile =
      files.size < MAX_FILES
        ? await readSmallFile(included)
        : ({ kind: 'problem', problem: problemOfReason('too_many_files', included) } as const);
    if (includedFile.kind === 'problem') {
      unreadProblem ??= includedProblem(includedFile.problem, includedAt);
    }
    files.set(included, includedFile.kind === 'read' ? includedFile.bytes.toString() : '');
  }
}

/** Returns the problem of an included file with the position of its `include`. */
function includedProblem({ reason, location, failure: cause }: Problem, { file, line }: SmtpdPosition): Problem {
  return problemOfFailure(reason, location, OPENSMTPD_FAILURES.opensmtpd_error_included_at({ cause, file, line }));
}

/**
 * Returns the first error with which smtpd would not start. Such settings may be incomplete because
 * they are being written.
 */
function malformedProblem({ errors, statements }: SmtpdSettings, path: string): Problem | undefined {
  const [error] = errors;
  if (error === undefined && statements.length > 0) return undefined;
  const location = error === undefined ? path : `${error.file}:${error.line}`;
  return problemOfFailure('settings_malformed', location, error?.failure ?? OPENSMTPD_FAILURES.opensmtpd_file_empty);
}

/**
 * Returns the error with which smtpd itself rejects its settings; undefined if it accepts them.
 * Errors in loading certificates or keys are ignored. They also appear if this account may not read
 * the file, and unusable files are reported separately.
 */
async function refusalProblem(
  path: string,
  { run }: DiscoveryDependencies,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  const toolRun = await run(['smtpd', '-n', '-f', path], signal);
  if (
    toolRun.kind !== 'ran' ||
    toolRun.exitCode === 0 ||
    /^smtpd: load_pki_\w+: failed to load/.test(toolRun.errorOutput)
  ) {
    return undefined;
  }
  const [, file, line, error] = /^(\/.*?):(\d+): (.*)$/.exec(toolRun.errorOutput) ?? [];
  const location = file === undefined ? path : `${file}:${line}`;
  const output = error ?? toolRun.errorOutput;
  return problemOfFailure('settings_malformed', location, OPENSMTPD_FAILURES.opensmtpd_refused({ output }));
}

/** Adds the name of the interface (the zone) to link-local addresses. */
function withZones(interfaces: Interfaces): Interfaces {
  const withZone = (name: string, address: string): string =>
    /^fe80:/i.test(address) ? `${address}%${name}` : address;
  return new Map(
    [...interfaces].map(([name, addresses]) => [name, addresses.map((address) => withZone(name, address))]),
  );
}

async function readInventory(
  dependencies: DiscoveryDependencies,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ScanResult<Inventory>> {
  const now = dependencies.clock.now();
  const emptyResult = (problem: Problem): ScanResult<Inventory> => ({
    kind: 'available',
    at: now,
    value: { connectors: [], stores: [], readFrom: paths },
    problems: [problem],
  });
  const toolRun = await dependencies.run(HELP_COMMAND, signal);
  if (toolRun.kind === 'problem') return unavailable(now, toolRun.problem);
  if (toolRun.kind === 'not-installed' || !`${toolRun.output} ${toolRun.errorOutput}`.includes('OpenSMTPD')) {
    return emptyResult(problemOfReason('not_installed', HELP_COMMAND[0]));
  }
  for (const path of paths) {
    const mainFile = await readSmallFile(path);
    if (mainFile.kind === 'problem' && mainFile.problem.reason === 'not_found') continue;
    if (mainFile.kind === 'problem') return unavailable(now, mainFile.problem);
    const { settings, files, unreadProblem } = await readWithIncludes(path, mainFile.bytes.toString());
    const mailname = join(dirname(path), 'mailname');
    const mailnameFile = await readSmallFile(mailname);
    const resolved = dependencies.interfaces();
    const interfaces: Interfaces = resolved.kind === 'value' ? resolved.value : new Map();
    // If the interfaces are unknown, no name is resolved, because it may be the name of an
    // interface.
    const hosts = resolved.kind === 'value' ? smtpdHostsIn(settings).filter((name) => !interfaces.has(name)) : [];
    const { connectors, problems, unreadParts } = opensmtpdConnectors(settings, {
      host: await readHost(dependencies, hosts),
      interfaces: withZones(interfaces),
      mailname: mailnameFile.kind === 'read' ? mailnameFile.bytes.toString().split('\n', 1)[0]?.trim() : undefined,
      server: {
        name: 'opensmtpd',
        // OpenSMTPD cannot reload its files.
        reload: ['systemctl', 'restart', path.startsWith('/etc/smtpd/') ? 'smtpd' : 'opensmtpd'],
        hostFqdn: dependencies.computer,
      },
    });
    const value = { connectors, stores: [], readFrom: [...files, mailname], ...withUnreadParts(unreadParts) };
    // An unreadable or incomplete file may have more connectors. So the inventory is unavailable, and
    // connectors of earlier scans are kept.
    const problem = unreadProblem ?? malformedProblem(settings, path);
    if (problem !== undefined) return unavailable(now, problem, value);
    const refusal = await refusalProblem(path, dependencies, signal);
    return { kind: 'available', at: now, value, problems: [...problems, ...(refusal === undefined ? [] : [refusal])] };
  }
  return emptyResult(problemOfReason('not_configured', paths[0] ?? ''));
}

/**
 * Creates the source of the inventory (connectors and stores) of OpenSMTPD. It reads the settings,
 * and checks them with `smtpd -n`.
 * @param paths the first existing file is used
 */
export function opensmtpdInventory(
  dependencies: DiscoveryDependencies,
  paths: readonly string[] = DEFAULT_FILES,
): InventorySource {
  return { name: 'opensmtpd', read: (signal) => readInventory(dependencies, paths, signal) };
}
