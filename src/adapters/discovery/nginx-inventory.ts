import { dirname } from 'node:path';
import type { Inventory } from '../../domain/connector/inventory.ts';
import { withUnreadParts } from '../../domain/connector/unread-parts.ts';
import { type ScanResult, unavailable } from '../../domain/scan-result.ts';
import { nginxConnectors, nginxHostsIn } from '../../formats/server-config/nginx/nginx.ts';
import type { InventorySource } from '../../work/ports/stores.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import { readNginxSettings } from './nginx-settings.ts';
import { withPemKinds } from './pem-kinds.ts';
import { readHost } from './read-host.ts';
import { unavailableTool } from './tool-instances.ts';

const NAME = 'nginx';
/**
 * The main files of distributions and nginx.org, of FreeBSD, and of a default build. The first
 * existing file is used.
 */
const FILES = ['/etc/nginx/nginx.conf', '/usr/local/etc/nginx/nginx.conf', '/usr/local/nginx/conf/nginx.conf'] as const;
const PROGRAM = ['nginx', '-v'] as const;

/** The main file of an nginx other than the host's default one, and its reload command. */
export interface NginxPlace {
  /** Absolute. */
  readonly file: string;
  readonly reload: readonly string[];
}

async function readInventory(
  dependencies: DiscoveryDependencies,
  places: readonly NginxPlace[],
  signal: AbortSignal,
): Promise<ScanResult<Inventory>> {
  const now = dependencies.clock.now();
  const ran = await dependencies.run(PROGRAM, signal);
  if (ran.kind === 'problem') return unavailable(now, ran.problem);
  if (ran.kind === 'not-installed')
    return unavailableTool(now, { reason: 'not_installed', location: NAME, detail: '' });
  for (const { file, reload } of places) {
    const { directives, readFrom, problem } = await readNginxSettings(file);
    if (problem?.reason === 'not_found' && problem.location === file) continue;
    const host = await readHost(dependencies, nginxHostsIn(directives));
    const server = { name: NAME, reload, computer: dependencies.computer };
    const { connectors, problems, unreadParts } = await withPemKinds(
      (kindsOf) => nginxConnectors(directives, { host, server, directory: dirname(file), kindsOf }),
      signal,
    );
    const value = { connectors, stores: [], readFrom, ...withUnreadParts(unreadParts) };
    // An unreadable file may contain more servers, so known servers are kept.
    return problem === undefined ? { kind: 'available', at: now, value, problems } : unavailable(now, problem, value);
  }
  return unavailableTool(now, { reason: 'not_configured', location: places[0]?.file ?? '', detail: '' });
}

/**
 * Returns the inventory of nginx as a mail proxy.
 * @param place an nginx other than the host's default one
 */
export function nginxInventory(dependencies: DiscoveryDependencies, place?: NginxPlace): InventorySource {
  const reload = ['systemctl', 'reload', 'nginx'];
  const places = place === undefined ? FILES.map((file) => ({ file, reload })) : [place];
  return { name: NAME, read: (signal) => readInventory(dependencies, places, signal) };
}
