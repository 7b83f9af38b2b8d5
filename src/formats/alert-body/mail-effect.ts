import { effectiveEventId } from '../../domain/alert/match.ts';
import type { Locale } from '../../domain/event/event-definition.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { allUseStarttls, noneUsesStarttls } from '../../domain/event/starttls-protocols.ts';
import { isClientRejection } from '../../domain/selection/client-rejection.ts';
import { continuesUnderOtherEvent, recordEndReason } from './end-reason.ts';

/** The effects on mail. */
const EFFECTS = {
  'goes-on': { en: 'No effect on mail flow.', ja: 'メールの送受信に影響はありません。' },
  'until-expiry': {
    en: 'No effect until the certificate expires. After that, mail is sent unencrypted, or deferred if the remote server requires TLS.',
    ja: '有効期限までは影響ありません。期限後のメールは暗号化されずに送受信されるか、相手が有効な証明書を必須としている場合は配送が遅延します。',
  },
  'until-refused': {
    en: 'No effect until the certificate expires. After that, peers that verify the certificate defer or reject mail.',
    ja: '有効期限までは影響ありません。期限後は、証明書を検証する相手との配送は遅延するか、拒否されます。',
  },
  'internal-goes-on': {
    en: "No effect on mail between the organization's servers, even after expiry.",
    ja: '組織内のサーバー間のメールは、有効期限が切れた後も影響を受けません。',
  },
  unencrypted: {
    en: 'Mail is sent unencrypted, or deferred if the remote server requires TLS.',
    ja: 'メールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。',
  },
  clients: {
    en: 'Clients cannot connect, or see a warning.',
    ja: 'クライアントは接続できないか、警告が表示されます。',
  },
  'mail-and-clients': {
    en: 'Mail is sent unencrypted, or deferred if the remote server requires TLS. Clients cannot connect, or see a warning.',
    ja: 'メールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。クライアントは接続できないか、警告が表示されます。',
  },
  key: {
    en: 'If no other certificate is available, mail is sent unencrypted, or deferred if the remote server requires TLS.',
    ja: '代わりの証明書がない場合、メールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。',
  },
  verified: {
    en: 'No effect on peers that do not verify the certificate. Peers that verify it defer or reject mail.',
    ja: '証明書を検証しない相手とのメールは継続します。検証する相手との配送は遅延するか、拒否されます。',
  },
  internal: {
    en: "Mail between the organization's servers may be deferred, because this server has no certificate for it.",
    ja: '組織内のサーバー間で提示できる証明書がないため、サーバー間の配送が遅延することがあります。',
  },
  unavailable: {
    en: 'Mail flow is not affected, but new certificate problems go undetected.',
    ja: 'メールの送受信に直接の影響はありませんが、その間に起きた問題を検出できません。',
  },
  undelivered: {
    en: 'Mail flow is not affected, but recipients of this notifier get no alerts.',
    ja: 'メールの送受信に影響はありませんが、この通知先には通知が届いていません。',
  },
  unreachable: {
    en: 'If other servers cannot connect either, mail is deferred. New certificate problems go undetected.',
    ja: '相手からも接続できない場合、メールの配送は遅延します。その間に起きた問題も検出できません。',
  },
  outdated: {
    en: 'No effect on peers that accept this version. Mail of other peers is sent unencrypted, or deferred.',
    ja: '古いバージョンを受け入れる相手とのメールは継続します。それ以外の相手とのメールは暗号化されないか、配送が遅延します。',
  },
  'until-reload': {
    en: 'No effect until the served certificate expires. After that, peers that verify it defer or reject mail.',
    ja: '提示中の証明書の有効期限までは影響ありません。期限後は、証明書を検証する相手との配送が遅延するか、拒否されます。',
  },
  available: {
    en: 'Mail flow was not affected. Problems are detected again.',
    ja: 'メールの送受信への影響はありませんでした。問題を再び検出できます。',
  },
  over: { en: 'Mail is no longer affected.', ja: 'メールへの影響はなくなりました。' },
  elsewhere: {
    en: 'The problem continues as another event; see that event for its effect on mail.',
    ja: '別のイベントとして継続しています。メールへの影響はそのイベントを参照してください。',
  },
} as const satisfies Record<string, Readonly<Record<Locale, string>>>;

const BY_EVENT: ReadonlyMap<number, keyof typeof EFFECTS> = new Map<number, keyof typeof EFFECTS>([
  [1001, 'unavailable'],
  [1006, 'unencrypted'],
  [1012, 'until-expiry'],
  ...[1100, 1101, 1102, 1103, 1105, 1106, 1107, 1108, 1109, 1111, 1201].map((id) => [id, 'unavailable'] as const),
  ...[1200, 1202, 1203].map((id) => [id, 'key'] as const),
  ...[1302, 1303, 1305, 1306, 1307, 1309, 1310, 12016].map((id) => [id, 'verified'] as const),
  [1304, 'until-expiry'],
  [1400, 'unreachable'],
  ...[1401, 1402].map((id) => [id, 'unencrypted'] as const),
  ...[1403, 1405, 1407, 12019, 12020].map((id) => [id, 'verified'] as const),
  ...[1404, 1406, 1421].map((id) => [id, 'until-reload'] as const),
  [1409, 'outdated'],
  ...[1500, 1501].map((id) => [id, 'undelivered'] as const),
  ...[12013, 12022].map((id) => [id, 'internal'] as const),
  [12014, 'unencrypted'],
  [12017, 'internal-goes-on'],
  [12018, 'until-expiry'],
]);

/**
 * The effects for a server that names its certificate files. It serves the files in any case, so
 * clients object.
 */
const BY_EVENT_OF_FILES: ReadonlyMap<number, keyof typeof EFFECTS> = new Map<number, keyof typeof EFFECTS>([
  [12014, 'verified'],
  [12018, 'until-refused'],
]);

/** Effects that did not yet affect mail while the condition was open. */
const EFFECTS_NOT_YET_FELT: ReadonlySet<keyof typeof EFFECTS> = new Set([
  'goes-on',
  'until-expiry',
  'until-reload',
  'internal-goes-on',
  'undelivered',
] as const);

/** The start of a record's own sentence about its effect. */
const EFFECT_LABELS: Readonly<Record<Locale, RegExp>> = { en: /^Effect: */, ja: /^影響: */ };

function effectOf(record: NewEventRecord): keyof typeof EFFECTS {
  const { change, facts } = record;
  if (change === 'cleared') {
    if (continuesUnderOtherEvent(recordEndReason(record))) return 'elsewhere';
    const effectWhileOpen = BY_EVENT.get(effectiveEventId(record)) ?? 'goes-on';
    if (effectWhileOpen === 'unavailable') return 'available';
    if (EFFECTS_NOT_YET_FELT.has(effectWhileOpen)) return 'goes-on';
    return 'over';
  }
  // Log outputs do not notify people.
  if (facts.output !== undefined) return 'goes-on';
  const id = effectiveEventId(record);
  const isServed = (facts.certificateFiles ?? []).length > 0 && (id !== 12014 || isClientRejection(facts.reason));
  if (isServed) return BY_EVENT_OF_FILES.get(id) ?? BY_EVENT.get(id) ?? 'goes-on';
  if (id === 12014 && !allUseStarttls(facts)) return noneUsesStarttls(facts) ? 'clients' : 'mail-and-clients';
  return BY_EVENT.get(id) ?? 'goes-on';
}

/** Returns the effect on mail in one sentence. */
export function mailEffect(record: NewEventRecord, locale: Locale): string {
  return EFFECTS[effectOf(record)][locale];
}

/** Returns true if a line of a record's message is its own sentence about the effect. */
export function isEffectLine(line: string, locale: Locale): boolean {
  return EFFECT_LABELS[locale].test(line);
}
