import { ledgerFile } from '../adapters/sqlite/ledger/ledger-file.ts';
import type { OpenLedger } from '../adapters/sqlite/ledger/open-ledger.ts';
import type { Settings } from '../domain/assessment/settings.ts';
import { recordOnce } from '../domain/condition/new-record.ts';
import { configurationReloaded } from '../domain/event/catalog/configuration-reloaded.ts';
import { eventLogDamaged } from '../domain/event/catalog/event-log-damaged.ts';
import { serviceStarted } from '../domain/event/catalog/service-started.ts';
import { serviceStopped } from '../domain/event/catalog/service-stopped.ts';
import type { RaisedEvent } from '../domain/event/event-definition.ts';
import type { NewEventRecord } from '../domain/event/event-record.ts';
import { DIAGNOSTIC_FAILURES } from '../domain/failure/diagnostic-failures.ts';
import { errorFacts } from '../domain/failure/error-facts.ts';
import { hasFailureCode } from '../domain/failure/has-failure-code.ts';
import type { Problem } from '../domain/failure/problem.ts';
import type { Shard } from '../work/ports/ledger.ts';
import type { Clock, Diagnostics } from '../work/ports/system.ts';
import type { MonitoredCounts } from '../work/scan/count-monitored.ts';
import { recordPolicy } from '../work/scan/record-policy.ts';
import { VERSION } from './version.ts';

/** The dependencies of the records about the service. */
export interface ServiceRecordsDependencies {
  readonly ledger: OpenLedger;
  /** The part of the event log that belongs to this computer: its FQDN. */
  readonly shard: Shard;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  readonly stateDirectory: string;
  /** Returns the settings of the current configuration. */
  readonly settings: () => Settings;
}

/** Returns the parameters of an event with these numbers. */
function countsOf({ connectors, stores }: MonitoredCounts): { readonly connectors: string; readonly stores: string } {
  return { connectors: String(connectors), stores: String(stores) };
}

/**
 * Stores the event records about the service: its start, reloads and stop, and a damaged event log.
 */
export class ServiceRecords {
  readonly #dependencies: ServiceRecordsDependencies;

  constructor(dependencies: ServiceRecordsDependencies) {
    this.#dependencies = dependencies;
  }

  /** Stores the record of the start. If the event log was damaged, stores the damage first. */
  async storeServiceStarted(monitored: MonitoredCounts): Promise<void> {
    const { ledger, diagnostics } = this.#dependencies;
    const { damage } = ledger;
    const openConditions = await this.#openConditionCount();
    const started = this.#newRecord(
      serviceStarted.contentOf({ version: VERSION, ...countsOf(monitored), openConditions }, {}),
    );
    if (damage === undefined) {
      await this.#append(started);
      return;
    }
    await this.#append(this.#damageRecord(damage), started);
    const { location, failure: cause } = damage;
    const isDamaged = hasFailureCode(cause, 'event_log_damage');
    const message = isDamaged ? DIAGNOSTIC_FAILURES.event_log_was_damaged({ cause, location }) : cause;
    diagnostics.note('error', message);
    await ledger.forgetDamage();
  }

  /** Returns the record about a reload, which the next scan stores. */
  reloadRecord(file: string, monitored: MonitoredCounts): NewEventRecord {
    return this.#newRecord(configurationReloaded.contentOf({ file, ...countsOf(monitored) }, {}));
  }

  /** Stores the record of the stop. */
  async storeServiceStopped(cause: string): Promise<void> {
    const openConditions = await this.#openConditionCount();
    await this.#append(this.#newRecord(serviceStopped.contentOf({ cause, openConditions }, {})));
  }

  #damageRecord(damage: Problem): NewEventRecord {
    const { location } = damage;
    const error = errorFacts(damage);
    // Without a location, no file was renamed, so the path is that of the event log.
    const path = location === '' ? ledgerFile(this.#dependencies.stateDirectory) : location;
    return this.#newRecord(eventLogDamaged.contentOf({ location, detail: error.detail }, { path, ...error }));
  }

  #newRecord(content: RaisedEvent): NewEventRecord {
    const { settings, shard, clock } = this.#dependencies;
    return recordOnce(content, recordPolicy(settings(), shard), clock.now());
  }

  /** Appends records. Conditions and the daemon's memory, which are undefined here, do not change. */
  async #append(...records: readonly NewEventRecord[]): Promise<void> {
    const { ledger, shard } = this.#dependencies;
    const { revision } = await ledger.state(shard);
    await ledger.commit(shard, revision, { records, open: undefined, memory: undefined, scan: undefined });
  }

  async #openConditionCount(): Promise<string> {
    const { ledger, shard } = this.#dependencies;
    return String((await ledger.state(shard)).open.length);
  }
}
