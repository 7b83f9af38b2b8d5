import { effectiveEventId } from '../../domain/alert/match.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { allTransferMail, isClientProbe, noneTransfersMail } from '../../domain/event/mail-transfer-protocols.ts';
import { isClientRejection } from '../../domain/selection/client-rejection.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { continuesUnderOtherEvent, recordEndReason } from './end-reason.ts';

/** The texts of the effects on mail. */
const EFFECTS = {
  'no-effect': { en: 'No effect on mail flow.', ja: 'メールの送受信に影響はありません。' },
  'until-expiry': {
    en: 'No effect until the certificate expires. After that, mail is sent unencrypted, or deferred if the remote server requires TLS.',
    ja: '有効期限までは影響ありません。期限後のメールは暗号化されずに送受信されるか、相手が有効な証明書を必須としている場合は配送が遅延します。',
  },
  'until-expiry-for-verifying-peers': {
    en: 'No effect until the certificate expires. After that, peers that verify the certificate defer or reject mail.',
    ja: '有効期限までは影響ありません。期限後は、証明書を検証する相手との配送は遅延するか、拒否されます。',
  },
  'no-internal-effect': {
    en: "No effect on mail between the organization's servers, even after expiry.",
    ja: '組織内のサーバー間のメールは、有効期限が切れた後も影響を受けません。',
  },
  unencrypted: {
    en: 'Mail is sent unencrypted, or deferred if the remote server requires TLS.',
    ja: 'メールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。',
  },
  'clients-without-starttls': {
    en: 'Clients that require STARTTLS cannot connect. Other clients can send the password unencrypted.',
    ja: 'STARTTLS を必須とするクライアントは接続できません。それ以外のクライアントは、パスワードを暗号化せずに送信することがあります。',
  },
  'clients-cannot-connect': {
    en: 'Clients cannot connect, or see a warning.',
    ja: 'クライアントは接続できないか、警告が表示されます。',
  },
  'unencrypted-and-clients-cannot-connect': {
    en: 'Mail is sent unencrypted, or deferred if the remote server requires TLS. Clients cannot connect, or see a warning.',
    ja: 'メールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。クライアントは接続できないか、警告が表示されます。',
  },
  'unencrypted-without-other-certificate': {
    en: 'If no other certificate is available, mail is sent unencrypted, or deferred if the remote server requires TLS.',
    ja: '代わりの証明書がない場合、メールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。',
  },
  'verifying-peers-reject': {
    en: 'No effect on peers that do not verify the certificate. Peers that verify it defer or reject mail.',
    ja: '証明書を検証しない相手とのメールは継続します。検証する相手との配送は遅延するか、拒否されます。',
  },
  'internal-mail-deferred': {
    en: "Mail between the organization's servers may be deferred, because this server has no certificate for it.",
    ja: '組織内のサーバー間で提示できる証明書がないため、サーバー間の配送が遅延することがあります。',
  },
  'problems-undetected': {
    en: 'Mail flow is not affected, but new certificate problems go undetected.',
    ja: 'メールの送受信に直接の影響はありませんが、その間に起きた問題を検出できません。',
  },
  'no-alerts': {
    en: 'Mail flow is not affected, but recipients of this notifier get no alerts.',
    ja: 'メールの送受信に影響はありませんが、この通知先には通知が届いていません。',
  },
  'deferred-if-unreachable': {
    en: 'If other servers cannot connect either, mail is deferred. New certificate problems go undetected.',
    ja: '相手からも接続できない場合、メールの配送は遅延します。その間に起きた問題も検出できません。',
  },
  'old-version-only': {
    en: 'No effect on peers that accept this version. Mail of other peers is sent unencrypted, or deferred.',
    ja: '古いバージョンを受け入れる相手とのメールは継続します。それ以外の相手とのメールは暗号化されないか、配送が遅延します。',
  },
  'until-served-expiry': {
    en: 'No effect until the served certificate expires. After that, peers that verify it defer or reject mail.',
    ja: '提示中の証明書の有効期限までは影響ありません。期限後は、証明書を検証する相手との配送が遅延するか、拒否されます。',
  },
  'problems-detected-again': {
    en: 'Mail flow was not affected. Problems are detected again.',
    ja: 'メールの送受信への影響はありませんでした。問題を再び検出できます。',
  },
  resolved: { en: 'Mail is no longer affected.', ja: 'メールへの影響はなくなりました。' },
  'continues-as-other-event': {
    en: 'The problem continues as another event; see that event for its effect on mail.',
    ja: '別のイベントとして継続しています。メールへの影響はそのイベントを参照してください。',
  },
} as const satisfies Record<string, Readonly<Record<Locale, string>>>;

/** The events with each effect while their condition is open. All other events have no effect. */
const EVENTS_BY_EFFECT: readonly (readonly [effect: keyof typeof EFFECTS, eventIds: readonly number[]])[] = [
  ['problems-undetected', [1001, 1100, 1101, 1102, 1103, 1105, 1106, 1107, 1108, 1109, 1111, 1201]],
  ['unencrypted', [1006, 1401, 1402, 12014]],
  ['unencrypted-without-other-certificate', [1200, 1202, 1203]],
  ['until-expiry', [1012, 1304, 12018]],
  ['until-served-expiry', [1404, 1406, 1421]],
  ['verifying-peers-reject', [1302, 1303, 1305, 1306, 1307, 1309, 1310, 1403, 1405, 1407, 12016, 12019, 12020]],
  ['old-version-only', [1409]],
  ['deferred-if-unreachable', [1400]],
  ['no-alerts', [1500, 1501]],
  ['internal-mail-deferred', [12013, 12022]],
  ['no-internal-effect', [12017]],
];
const BY_EVENT: ReadonlyMap<number, keyof typeof EFFECTS> = new Map(
  EVENTS_BY_EFFECT.flatMap(([effect, eventIds]) => eventIds.map((id) => [id, effect] as const)),
);

/**
 * Other effects of events about a server whose settings contain its certificate files. Such a
 * server serves even an unusable certificate, which clients then reject.
 */
const BY_EVENT_OF_FILES: ReadonlyMap<number, keyof typeof EFFECTS> = new Map<number, keyof typeof EFFECTS>([
  [12014, 'verifying-peers-reject'],
  [12018, 'until-expiry-for-verifying-peers'],
]);

/**
 * Effects with which mail flow was not affected while the condition was open. So clearing the
 * condition has no effect either.
 */
const EFFECTS_WITHOUT_MAIL_IMPACT: ReadonlySet<keyof typeof EFFECTS> = new Set([
  'no-effect',
  'until-expiry',
  'until-served-expiry',
  'no-internal-effect',
  'no-alerts',
] as const);

/** The start of the sentence about the effect that some records have in their own message. */
const EFFECT_LABELS: Readonly<Record<Locale, RegExp>> = { en: /^Effect: */, ja: /^影響: */ };

function effectOf(record: NewEventRecord): keyof typeof EFFECTS {
  const { change, facts } = record;
  if (change === 'cleared') {
    if (continuesUnderOtherEvent(recordEndReason(record))) return 'continues-as-other-event';
    const effectWhileOpen = BY_EVENT.get(effectiveEventId(record)) ?? 'no-effect';
    if (effectWhileOpen === 'problems-undetected') return 'problems-detected-again';
    if (EFFECTS_WITHOUT_MAIL_IMPACT.has(effectWhileOpen)) return 'no-effect';
    return 'resolved';
  }
  // An event about a log output. Log outputs do not notify people, so no alert is lost.
  if (facts.output !== undefined) return 'no-effect';
  const id = effectiveEventId(record);
  // A certificate for which the server has files is served, even if clients reject it.
  const isServed = (facts.certificateFiles ?? []).length > 0 && (id !== 12014 || isClientRejection(facts.reason));
  if (isServed) return BY_EVENT_OF_FILES.get(id) ?? BY_EVENT.get(id) ?? 'no-effect';
  if (id === 12014 && !allTransferMail(facts))
    return noneTransfersMail(facts) ? 'clients-cannot-connect' : 'unencrypted-and-clients-cannot-connect';
  if ((id === 1401 || id === 1402) && isClientProbe(facts)) return 'clients-without-starttls';
  return BY_EVENT.get(id) ?? 'no-effect';
}

/** Returns the effect on mail in one sentence. */
export function mailEffect(record: NewEventRecord, locale: Locale): string {
  return EFFECTS[effectOf(record)][locale];
}

/** Returns true if a line of a record's message is its own sentence about the effect. */
export function isEffectLine(line: string, locale: Locale): boolean {
  return EFFECT_LABELS[locale].test(line);
}
