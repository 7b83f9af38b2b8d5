import { randomBytes } from 'node:crypto';
import type { Configuration } from '../adapters/config/configuration.ts';
import { notifierSummary } from '../adapters/config/resolve/notifier-summary.ts';
import { readAccessRules } from '../adapters/file-store/keys/read-access-rules.ts';
import { readClosedDirectories } from '../adapters/file-store/keys/read-closed-directories.ts';
import { OpeningBudget } from '../adapters/file-store/open/opening-budget.ts';
import { openStore } from '../adapters/file-store/open-store.ts';
import { actAsItself } from '../adapters/file-store/write/act-as.ts';
import type { ApiOperations } from '../adapters/http/request/api-operations.ts';
import type { OpenLedgerReader } from '../adapters/sqlite/ledger/open-ledger-reader.ts';
import type { Clock } from '../work/ports/system.ts';
import { createQueryOperations } from '../work/query/create-query-operations.ts';
import { listDeliveries } from '../work/query/list-deliveries.ts';
import { listNotifiers } from '../work/query/list-notifiers.ts';
import { listSilences } from '../work/query/list-silences.ts';
import { DiscoveredInventories } from './discovered-inventories.ts';
import { renderingOf } from './rendering-of.ts';
import { scanSourcesOf } from './scan-sources-of.ts';
import { StorePool } from './store-pool.ts';
import { VERSION } from './version.ts';

/** Thrown by the parts of queries that the API does not offer. */
function notOffered(): never {
  throw new TypeError('the API does not offer this');
}

/**
 * Returns the operations of the HTTP API: the queries of commands, which scan and read the event
 * log. Files that have not changed are not read again.
 */
export function openApiOperations(configuration: Configuration, ledger: OpenLedgerReader, clock: Clock): ApiOperations {
  const { computer, inventory, settings } = configuration;
  const { notifications } = ledger;
  const notifiers = configuration.notifiers.map(notifierSummary);
  const stores = new StorePool(clock, { willRescan: true, budget: new OpeningBudget(), actAs: actAsItself });
  stores.onInventories([inventory]);
  const discovered = new DiscoveredInventories(clock).sourcesFor(configuration);
  const start = randomBytes(6).toString('base64url');
  return {
    queries: createQueryOperations({
      scanSources: scanSourcesOf(configuration, clock, discovered, stores),
      settings,
      clock,
      ledger: () => ledger,
      notifications: () => notifications,
      // The daemon is this process.
      isDaemonRunning: async () => true,
      notifiers,
      readAccessRules,
      readClosedDirectories,
      probes: notOffered,
      storeAt: (definition, keyAccounts) => openStore(definition, clock, { keyAccounts }),
    }),
    notifications: {
      silences: async () => {
        const { open } = await ledger.state(computer.fqdn);
        return listSilences(await notifications.silences(), open, clock.now());
      },
      deliveries: (query) => listDeliveries(query, { ledger, deliveries: notifications, clock }),
      notifiers: async () => listNotifiers(notifiers, await notifications.health()),
    },
    computer: computer.fqdn,
    rendering: renderingOf(configuration),
    profile: settings.profile,
    version: VERSION,
    clock,
    logVersion: () => `${start}.${ledger.dataVersion()}`,
  };
}
