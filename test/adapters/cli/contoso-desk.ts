import type { StateBackup } from '../../../src/domain/status/state-backup.ts';
import type { StateOperations } from '../../../src/work/operations/state-operations.ts';
import type { MemoryLedger } from '../../fakes/memory-ledger.ts';
import { CONTOSO, CONTOSO_FILES, CONTOSO_RULES, contosoLedger } from './contoso.ts';
import { CONTOSO_FOUND } from './contoso-discovery.ts';
import { CONTOSO_DELIVERIES, CONTOSO_NOTIFIERS, notifyContoso } from './contoso-notifications.ts';
import { contosoOrders } from './contoso-orders.ts';
import { CONTOSO_SERVERS } from './contoso-servers.ts';
import { type Answer, type DeskOptions, typeCommand } from './desk.ts';

const CONTOSO_BACKUP: StateBackup = {
  program: '1.2.3',
  createdAt: Date.UTC(2026, 10, 24, 11),
  schemaVersion: 2,
  size: 1_044_480,
  lastRecordId: 3,
  computers: ['mail01.contoso.com'],
};

/**
 * Returns the ledger and the command line of the host in the documentation, with its notifiers and
 * their deliveries.
 */
export async function contosoDesk(): Promise<{
  readonly ledger: MemoryLedger;
  readonly type: (command: string, options?: DeskOptions) => Promise<Answer>;
}> {
  const ledger = await contosoLedger();
  await notifyContoso(ledger);
  const given = { world: CONTOSO, ledger, notifiers: CONTOSO_NOTIFIERS, notifications: CONTOSO_DELIVERIES };
  return { ledger, type: (command, options) => typeCommand(command.split(' '), { ...given, ...options }) };
}

/** Backups of the host, and its state directory with an event log. */
const CONTOSO_STATE: StateOperations = {
  backUp: async () => CONTOSO_BACKUP,
  restore: async () => ({
    backup: CONTOSO_BACKUP,
    stateDirectory: '/var/lib/mailcertd',
    previousPath: '/var/lib/mailcertd/ledger.db.before-restore-20261124T120000000Z',
    supportedSchema: CONTOSO_BACKUP.schemaVersion,
  }),
};

/** Returns the whole host in the documentation, before any change by a command. */
export async function wholeContosoDesk(): Promise<DeskOptions> {
  const ledger = await contosoLedger();
  await notifyContoso(ledger);
  return {
    world: CONTOSO,
    ledger,
    files: CONTOSO_FILES,
    accessRules: CONTOSO_RULES,
    orders: contosoOrders(),
    connectors: CONTOSO_SERVERS,
    found: CONTOSO_FOUND,
    notifiers: CONTOSO_NOTIFIERS,
    notifications: CONTOSO_DELIVERIES,
    state: CONTOSO_STATE,
  };
}
