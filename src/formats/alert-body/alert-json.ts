import type { Alert } from '../../domain/alert/alert.ts';
import { definitionOf } from '../../domain/event/catalog/all.ts';
import { HOUR } from '../../domain/time.ts';
import { escapeInJson, eventDocument } from '../event/json.ts';
import type { Rendering } from '../event/rendering.ts';
import { replaceInvisible } from '../terminal/visible.ts';
import { collectObjects } from './alert-objects.ts';
import { alertText } from './alert-text.ts';
import { composeAlert, openSince } from './compose-alert.ts';
import { alertEndReason } from './end-reason.ts';

/** Incremented when a key is removed or changes its meaning; new keys can be added at any time. */
const VERSION = 1;

const iso = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString());

/**
 * Renders the body for hooks and webhooks: one line of JSON, stable for the same alert. `type`,
 * `timestamp` and `data` are those of Standard Webhooks. Names in `data` are those of the event
 * JSON if the meaning is the same. Values are raw, unknown values are left out, and lists can be
 * empty.
 * @see https://www.standardwebhooks.com, Payload structure
 */
export function alertJson(alert: Alert, rendering: Rendering): string {
  const { alertId, state, level, eventId, computer, createdAt, records } = alert;
  const composed = composeAlert(alert, rendering);
  const objects = collectObjects(records);
  const { notAfter } = objects;
  const document = {
    type: `mailcertd.alert.${state}`,
    timestamp: new Date(createdAt).toISOString(),
    data: {
      version: VERSION,
      alert_id: alertId,
      state,
      level: level.toLowerCase(),
      event_id: eventId,
      event_name: definitionOf(eventId)?.symbolicName,
      computer_name: computer,
      summary: composed.subject,
      message: alertText(composed),
      effect: composed.effect,
      since: iso(openSince(alert)),
      resolved_since: iso(alert.resolvedSince),
      end_reason: alertEndReason(alert),
      not_after: iso(notAfter),
      hours_left: notAfter === undefined ? undefined : Math.floor((notAfter - createdAt) / HOUR),
      connectors: objects.connectors,
      names: objects.names,
      thumbprints: objects.thumbprints,
      stores: objects.stores,
      remedy: records.flatMap(({ remedy }) => remedy),
      commands: composed.commands,
      help_link: composed.link,
      records: records.map((record) => eventDocument(record, rendering)),
    },
  };
  return replaceInvisible(JSON.stringify(document), escapeInJson);
}
