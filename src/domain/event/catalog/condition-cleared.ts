import { EVERY_STORE, type Scope } from '../../scope.ts';
import { type Phrase, phrase } from '../../text/phrase.ts';
import type { FactsByName } from '../data/facts-by-name.ts';
import type { Evidence, LifeCycleData } from '../data/life-cycle-data.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { labeledLine, listLines } from '../line.ts';
import type { EventLine, Writer } from '../writer.ts';
import { ruleFailed } from './rule-failed.ts';
import { scanLateOrFailing } from './scan-late-or-failing.ts';

/** The facts of the cleared event, and why the condition was cleared. */
type Data = Omit<FactsByName, keyof LifeCycleData> & Pick<LifeCycleData, 'cleared'>;

/** Returns the name of the settings of a discovered server, with the file. */
function settingsName(inventory: string, path: string | undefined): EventLine {
  const suffix = path === undefined ? '' : ` (${path})`;
  return phrase({
    en: (write: Writer) => `the settings of ${write.quote(inventory)}${suffix}`,
    ja: (write) => `${write.quote(inventory)}の設定${suffix}`,
  });
}

/** The events about the service itself: their subject is only a key. */
const WITHOUT_OBJECT: ReadonlySet<string> = new Set(
  [scanLateOrFailing, ruleFailed].map(({ eventId }) => String(eventId)),
);

/** Returns the object of a cleared condition, for the middle of a sentence; undefined: it has none. */
function objectName(eventId: string, subject: string, data: Data): EventLine | undefined {
  if (WITHOUT_OBJECT.has(eventId)) return undefined;
  const { connector, direction, store, thumbprint, inventory, path } = data;
  if (connector !== undefined) return (write) => write.connector(connector, direction);
  if (store !== undefined && thumbprint === undefined) return (write) => write.store(store);
  // For settings of a discovered server, the subject is a key that is too long to read.
  if (inventory !== undefined) return settingsName(inventory, path);
  if (thumbprint === undefined) return subject;
  // Administrators know a certificate by the name that connectors require, or by its subject.
  const name = data.fqdn ?? data.subject;
  if (name === undefined) return phrase({ en: `thumbprint ${thumbprint}`, ja: `拇印 ${thumbprint}` });
  return phrase({
    en: `the certificate for ${name} (thumbprint ${thumbprint})`,
    ja: `${name} の証明書 (拇印 ${thumbprint})`,
  });
}

/** Returns the name of what was scanned or probed. */
function scopeName(scope: Scope): EventLine {
  const name = scope.slice(scope.indexOf(':') + 1);
  if (scope === EVERY_STORE) return phrase({ en: 'every certificate store', ja: 'すべての証明書ストア' });
  if (scope.startsWith('store:')) return (write) => write.store(name);
  if (scope.startsWith('probe:'))
    return phrase({
      en: (write: Writer) => `the probe of connector ${write.quote(name)}`,
      ja: (write) => `コネクタ${write.quote(name)}の接続確認`,
    });
  return phrase({ en: 'the configuration', ja: '構成' });
}

/** The reasons that are stated. `observed`: a scan or probe confirmed the clearing. */
type StatedReason = Exclude<Evidence['reason'], 'observed'>;

/** The texts of the reasons. */
const REASON_TEXTS: Readonly<Record<StatedReason, Phrase<string>>> = {
  'connector-removed': phrase({
    en: 'the connector was removed from the configuration.',
    ja: 'コネクタが構成から削除されました。',
  }),
  'store-removed': phrase({
    en: 'the store was removed from the configuration.',
    ja: 'ストアが構成から削除されました。',
  }),
  'connector-off': phrase({
    en: 'the connector is disabled, no longer offers TLS, or needs no certificate.',
    ja: 'コネクタが無効になったか、TLS を提供しなくなったか、証明書が不要になりました。',
  }),
  'not-probed': phrase({
    en: 'the probe was removed from the configuration.',
    ja: '接続確認 (probe) が構成から削除されました。',
  }),
  'address-removed': phrase({
    en: 'the server no longer has any address with the problem.',
    ja: '問題のあったアドレスは、このサーバーのアドレスではなくなりました。',
  }),
  reclassified: phrase({
    en: 'it is now reported as another event, which is still open.',
    ja: '現在は別のイベントとして記録しています。',
  }),
  expired: phrase({
    en: 'the certificate has expired, which is reported as another event.',
    ja: '有効期限切れになりました。以後は別のイベントで記録します。',
  }),
};

/** Returns false for a reason of a newer version. */
const isKnownReason = (reason: string): reason is Evidence['reason'] =>
  reason === 'observed' || Object.hasOwn(REASON_TEXTS, reason);

/** Returns the line with the scan or probe that confirmed the clearing, or with another reason. */
function confirmationLines({ cleared }: Data): readonly EventLine[] {
  const { reason, scope, at, thumbprint } = cleared.evidence;
  if (reason !== 'observed') {
    const text = isKnownReason(reason) ? REASON_TEXTS[reason] : reason;
    return [labeledLine(phrase({ en: 'Reason', ja: '理由' }), text)];
  }
  const name = scopeName(scope);
  return [
    phrase({
      en: (write: Writer) =>
        `Confirmed by: ${write.text(name)}, on ${write.instant(at)}.${thumbprint === undefined ? '' : ` The selected certificate is now ${thumbprint}.`}`,
      ja: (write) =>
        `確認: ${write.text(name)} (${write.instant(at)})。${thumbprint === undefined ? '' : `選択された証明書は ${thumbprint} です。`}`,
    }),
  ];
}

/**
 * Returns the line with the files that the cleared event named; empty if it named a certificate.
 */
function fileLines({ store, thumbprint, locations, files }: Data): readonly EventLine[] {
  if (store === undefined || thumbprint !== undefined) return [];
  const paths = locations ?? files?.map(({ path }) => path);
  return listLines(phrase({ en: 'Named files', ja: '通知していたファイル' }), paths);
}

/** How a condition ended: if it continues as another event, or for an unknown reason, not resolved. */
const ENDINGS = {
  resolved: phrase({ en: 'Resolved', ja: '解消しました' }),
  expired: phrase({ en: 'Expired', ja: '有効期限切れになりました' }),
  reclassified: phrase({ en: 'Replaced by another event', ja: '別のイベントに移行しました' }),
  unknown: phrase({ en: 'Ended', ja: '終了しました' }),
};

function endingOf(reason: Evidence['reason']): Phrase<string> {
  if (!isKnownReason(reason)) return ENDINGS.unknown;
  return reason === 'expired' || reason === 'reclassified' ? ENDINGS[reason] : ENDINGS.resolved;
}

/**
 * A condition was cleared. Parameters: number and subject of its event, and its duration in
 * seconds. The first line does not say `Resolved` if the problem continues as another event.
 */
export const conditionCleared: EventDefinition<Data, ['eventId', 'subject', 'seconds']> = defineEvent({
  eventId: 1900,
  symbolicName: 'ConditionCleared',
  provider: 'own',
  level: 'Information',
  title: phrase({ en: 'Condition resolved', ja: '問題の解消' }),
  effect: 'no-effect',
  parameters: ['eventId', 'subject', 'seconds'],
  requiredFacts: { cleared: true },
  firstLine: ({ parameters: { eventId, subject, seconds }, data }) => {
    const ms = Number(seconds) * 1000;
    const object = objectName(eventId, subject, data);
    const withObject = (write: Writer, separator: string): string =>
      object === undefined ? '' : `${separator}${write.text(object)}`;
    const ending = endingOf(data.cleared.evidence.reason);
    return phrase({
      en: (write: Writer) =>
        `${ending.en} after ${write.duration(ms)}: ${write.event(eventId, data)}${withObject(write, ', ')}.`,
      ja: (write) =>
        `${ending.ja} (${write.duration(ms)}継続): ${write.event(eventId, data)}${withObject(write, '、')}`,
    });
  },
  lines: ({ data }) => [...confirmationLines(data), ...fileLines(data)],
});
