import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import { withUnreadParts } from '../../domain/connector/unread-parts.ts';
import { DISCOVERY_FAILURES } from '../../domain/failure/discovery-failures.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfFailure, problemOfReason } from '../../domain/failure/problem-of-failure.ts';
import { type ScanResult, unavailable } from '../../domain/scan-result.ts';
import { parseCertbotLineage } from '../../formats/server-config/certbot/certbot.ts';
import { fileReason } from '../../formats/system/file-reason.ts';
import type { InventorySource } from '../../work/ports/stores.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import { readSmallFile } from './read-small-file.ts';

const DIRECTORY = '/etc/letsencrypt';
/** The maximum number of lineages: certificates with their renewals, each with a settings file. */
const MAX_LINEAGES = 2000;

function certbotStore(name: string, path: string, place: string): StoreDefinition {
  const source = { inventory: 'certbot', place };
  return { name, path, services: ['SMTP', 'IMAP', 'POP'], personal: true, autoRenewed: true, source };
}

/**
 * Reads the path of a lineage's certificate from its settings file, or a problem; both if the file
 * of the certificate is missing or cannot be reached.
 */
async function readLineage(path: string): Promise<{ readonly fullchain?: string; readonly problem?: Problem }> {
  const settings = await readSmallFile(path);
  if (settings.kind === 'problem') return settings;
  const fullchain = parseCertbotLineage(settings.bytes.toString());
  if (fullchain === undefined) {
    return { problem: problemOfFailure('settings_malformed', path, DISCOVERY_FAILURES.certbot_fullchain_missing) };
  }
  try {
    // Not access(2), which checks the real user ID and ignores the capability of the systemd unit.
    await stat(fullchain);
    return { fullchain };
  } catch (error) {
    return { fullchain, problem: fileReason(error, fullchain) };
  }
}

async function readInventory(directory: string, now: number): Promise<ScanResult<Inventory>> {
  const renewal = join(directory, 'renewal');
  const live = join(directory, 'live');
  const readFrom = [renewal, live];
  const available = (
    stores: readonly StoreDefinition[],
    problems: readonly Problem[],
    unreadParts: readonly string[] = [],
  ): ScanResult<Inventory> => ({
    kind: 'available',
    at: now,
    value: { connectors: [], stores, readFrom, ...withUnreadParts(unreadParts) },
    problems,
  });
  let names: readonly string[] = [];
  try {
    names = (await readdir(renewal)).filter((name) => name.endsWith('.conf')).sort();
  } catch (error) {
    const problem = fileReason(error, renewal);
    if (problem.reason !== 'not_found') return unavailable(now, problem);
  }
  if (names.length === 0) return available([], [problemOfReason('not_configured', renewal)]);
  const problems: Problem[] = [];
  const otherStores: StoreDefinition[] = [];
  const unreadParts: string[] = [];
  for (const name of names.slice(0, MAX_LINEAGES)) {
    const path = join(renewal, name);
    const { fullchain, problem } = await readLineage(path);
    // Users filter by the name of a store, where `*` is a wildcard, so the name must not contain one.
    const store = `certbot ${name.slice(0, -'.conf'.length)}`.replaceAll('*', '_');
    if (problem !== undefined) problems.push(problem);
    if (fullchain === undefined) unreadParts.push(store);
    // All certificates in `live` form the store `certbot`, which is added below.
    else if (dirname(dirname(fullchain)) !== live) otherStores.push(certbotStore(store, fullchain, path));
  }
  if (names.length > MAX_LINEAGES) {
    const failure = DISCOVERY_FAILURES.certbot_lineages_too_many({ count: names.length, limit: MAX_LINEAGES });
    problems.push(problemOfFailure('too_many_files', renewal, failure));
    // A part that is named `certbot` contains all stores of this inventory.
    unreadParts.push('certbot');
  }
  return available(
    [certbotStore('certbot', join(live, '*', 'fullchain.pem'), renewal), ...otherStores],
    problems,
    unreadParts,
  );
}

/**
 * Creates the source of an inventory (connectors and stores) with the certificates that certbot
 * renews, as stores.
 */
export function certbotInventory({ clock }: DiscoveryDependencies, directory: string = DIRECTORY): InventorySource {
  return { name: 'certbot', read: () => readInventory(directory, clock.now()) };
}
