import { dirname } from 'node:path';
import type { Inventory } from '../../domain/connector/inventory.ts';
import { withUnreadParts } from '../../domain/connector/unread-parts.ts';
import { problemOfReason } from '../../domain/failure/problem-of-failure.ts';
import { type ScanResult, unavailable } from '../../domain/scan-result.ts';
import { nginxConnectors, nginxHostsIn } from '../../formats/server-config/nginx/nginx.ts';
import type { InventorySource } from '../../work/ports/stores.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import { unavailableTool } from './instances-result.ts';
import { readNginxSettings } from './nginx-settings.ts';
import { readHost } from './read-host.ts';
import { withPemContents } from './with-pem-contents.ts';

const NAME = 'nginx';
/**
 * The main files of distributions and nginx.org, of FreeBSD, and of a default build. The first
 * existing file is used.
 */
const DEFAULT_FILES = [
  '/etc/nginx/nginx.conf',
  '/usr/local/etc/nginx/nginx.conf',
  '/usr/local/nginx/conf/nginx.conf',
] as const;
const VERSION_COMMAND = ['nginx', '-v'] as const;

/** The main file of an nginx other than the host's default one, and its reload command. */
export interface NginxInstallation {
  /** Absolute. */
  readonly file: string;
  readonly reload: readonly string[];
}

async function readInventory(
  dependencies: DiscoveryDependencies,
  installations: readonly NginxInstallation[],
  signal: AbortSignal,
): Promise<ScanResult<Inventory>> {
  const now = dependencies.clock.now();
  const toolRun = await dependencies.run(VERSION_COMMAND, signal);
  if (toolRun.kind === 'problem') return unavailable(now, toolRun.problem);
  if (toolRun.kind === 'not-installed') return unavailableTool(now, problemOfReason('not_installed', NAME));
  for (const { file, reload } of installations) {
    const { directives, readFrom, problem } = await readNginxSettings(file);
    // The main file itself is missing, so the next possible path is tried.
    if (problem?.reason === 'not_found' && problem.location === file) continue;
    const host = await readHost(dependencies, nginxHostsIn(directives));
    const server = { name: NAME, reload, hostFqdn: dependencies.computer };
    // `nginxConnectors` asks for the contents of PEM files. It is called again after they were read.
    const { connectors, problems, unreadParts } = await withPemContents(
      (pemContentsOf) => nginxConnectors(directives, { host, server, directory: dirname(file), pemContentsOf }),
      signal,
    );
    const value = { connectors, stores: [], readFrom, ...withUnreadParts(unreadParts) };
    // An unreadable file may contain more servers, so those of earlier scans are kept.
    return problem === undefined ? { kind: 'available', at: now, value, problems } : unavailable(now, problem, value);
  }
  return unavailableTool(now, problemOfReason('not_configured', installations[0]?.file ?? ''));
}

/**
 * Creates the source of the inventory (connectors and stores) of nginx as a mail proxy. It reads
 * the settings of nginx.
 * @param installation an nginx other than the host's default one
 */
export function nginxInventory(dependencies: DiscoveryDependencies, installation?: NginxInstallation): InventorySource {
  const reload = ['systemctl', 'reload', 'nginx'];
  const installations = installation === undefined ? DEFAULT_FILES.map((file) => ({ file, reload })) : [installation];
  return { name: NAME, read: (signal) => readInventory(dependencies, installations, signal) };
}
