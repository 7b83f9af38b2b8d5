import { randomUUID } from 'node:crypto';
import type { Configuration } from '../adapters/config/configuration.ts';
import type { OpenLedger } from '../adapters/sqlite/open-ledger.ts';
import { recordOnce } from '../domain/condition/advance.ts';
import { deliveryFailed } from '../domain/event/catalog/delivery-failed.ts';
import { notifierDisabled } from '../domain/event/catalog/notifier-disabled.ts';
import type { NewEventRecord } from '../domain/event/event-record.ts';
import type { Facts } from '../domain/event/facts.ts';
import type { Clock, Diagnostics, Outcome } from '../work/ports.ts';
import { type Audience, Telling } from '../work/tell/telling.ts';
import { lifePolicy } from '../work/watch/judge.ts';

/** What telling takes from the daemon that it is part of. */
export interface TellingDaemon {
  readonly ledger: OpenLedger;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  /** Whether certificates are watched. */
  readonly isWatching: () => boolean;
  /** Whether a pass is under way. */
  readonly isPassing: () => boolean;
}

function trouble(notifier: string, outcome: Outcome, deliveryId?: string): Facts {
  const { kind, detail } = outcome;
  const reason = kind === 'delivered' ? {} : { reason: outcome.reason };
  return { ...reason, detail, notifier, ...(deliveryId === undefined ? {} : { deliveryId }) };
}

/** Tells an audience what the log has for it, until it is closed; that telling failed is written into the log, in the terms of the configuration. */
export function openTelling(audience: Audience, configuration: Configuration, daemon: TellingDaemon): Promise<Telling> {
  const { settings, computer } = configuration;
  const { ledger, clock } = daemon;
  const policy = lifePolicy(settings, computer.fqdn);
  const command = (...words: readonly string[]): NewEventRecord['remedy'] => [[...settings.command, ...words]];
  return Telling.open(audience, {
    ...daemon,
    outbox: ledger.outbox,
    silences: ledger.outbox,
    shard: computer.fqdn,
    newId: randomUUID,
    random: Math.random,
    passedOver: (notifier, records) => {
      const facts = { reason: 'too_far_behind', notifier };
      return recordOnce(deliveryFailed, [notifier, '', String(records), '0', ''], facts, policy, clock.now());
    },
    gaveUp: ({ notifier, deliveryId, records }, attempt) => {
      const parameters = [
        notifier,
        deliveryId,
        String(records.length),
        String(attempt.attempt),
        attempt.outcome.detail,
      ];
      const facts = trouble(notifier, attempt.outcome, deliveryId);
      const remedy = command('deliveries', 'show', deliveryId);
      return recordOnce(deliveryFailed, parameters, facts, policy, clock.now(), remedy);
    },
    disabled: (notifier, outcome) => {
      const facts = trouble(notifier, outcome);
      const remedy = command('notifiers', 'test', ...(notifier.startsWith('-') ? ['--'] : []), notifier);
      return recordOnce(notifierDisabled, [notifier, outcome.detail], facts, policy, clock.now(), remedy);
    },
  });
}
