import type { Alert } from '../../domain/alert/alert.ts';
import { definitionOf } from '../../domain/event/catalog/all.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { visible } from '../terminal/visible.ts';
import { collectObjects } from './alert-objects.ts';
import { alertSubject } from './alert-subject.ts';
import { alertEndReason } from './end-reason.ts';

/** The maximum length of a value, characters; the JSON contains longer ones. */
const MAX_VALUE_CHARACTERS = 1024;

function limitValue(text: string): string {
  const characters = [...visible(text)];
  return characters.length > MAX_VALUE_CHARACTERS
    ? `${characters.slice(0, MAX_VALUE_CHARACTERS - 1).join('')}…`
    : characters.join('');
}

/**
 * Returns the environment variables of a hook. Each value is one escaped line of at most 1024
 * characters; unknown values are left out. Of several connectors, names or certificates, only the
 * first is included; the JSON on standard input contains all.
 * - MAILCERTD_RECORDS: the number of records
 * - MAILCERTD_EVENT_ID: for a cleared condition, the number of its original event
 * - MAILCERTD_END_REASON: why the condition was cleared
 * - MAILCERTD_THUMBPRINT_NOW: the certificate that replaced the certificate of the alert
 */
export function hookVariables(alert: Alert, locale: Locale): Readonly<Record<string, string>> {
  const { alertId, state, level, eventId, computer, records } = alert;
  const [first] = records;
  const { connectors, names, thumbprints, stores, notAfter } = collectObjects(records);
  const newThumbprints = records.map(({ facts }) => facts.cleared?.evidence.thumbprint);
  const variables: readonly (readonly [string, string | undefined])[] = [
    ['ALERT_ID', alertId],
    ['EVENT_ID', String(eventId)],
    ['EVENT_NAME', definitionOf(eventId)?.symbolicName],
    ['LEVEL', level],
    ['STATE', state],
    ['END_REASON', alertEndReason(alert)],
    ['SUMMARY', alertSubject(alert, locale)],
    ['COMPUTER', computer],
    ['CONNECTOR', connectors[0]],
    ['FQDN', first?.facts.fqdn ?? names[0]],
    ['THUMBPRINT', thumbprints[0]],
    ['THUMBPRINT_NOW', newThumbprints.find((thumbprint) => thumbprint !== undefined)],
    ['STORE', stores[0]],
    ['NOT_AFTER', notAfter === undefined ? undefined : new Date(notAfter).toISOString()],
    ['RECORD_ID', first === undefined || first.eventRecordId === 0 ? undefined : String(first.eventRecordId)],
    ['CONDITION_ID', first?.conditionId],
    ['RECORDS', String(records.length)],
  ];
  return Object.fromEntries(
    variables.flatMap(([name, text]) =>
      text === undefined || text === '' ? [] : [[`MAILCERTD_${name}`, limitValue(text)]],
    ),
  );
}
