import { eventThatCounts } from '../../domain/alert/match.ts';
import type { Locale } from '../../domain/event/event-definition.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { startsWithoutStarttls, startsWithStarttls } from '../../domain/event/tls-start.ts';
import { isPresentedDespite } from '../../domain/selection/presented-despite.ts';
import { endReasonOf, goesOn } from './end-reason.ts';

/** The effects on mail. */
const EFFECTS = {
  'goes-on': { en: 'Mail goes on as before.', ja: 'メールの送受信に影響はありません。' },
  'until-expiry': {
    en: 'Mail goes on until it expires; after that it goes unencrypted, or is deferred where the other side insists.',
    ja: '有効期限までは影響ありません。期限後のメールは暗号化されずに送受信されるか、相手が有効な証明書を必須としている場合は配送が遅延します。',
  },
  'until-refused': {
    en: 'Mail goes on until it expires; after that those that check the certificate defer or refuse it.',
    ja: '有効期限までは影響ありません。期限後は、証明書を検証する相手との配送は遅延するか、拒否されます。',
  },
  'internal-goes-on': {
    en: 'Mail between the servers of the organization goes on, after it has expired, too.',
    ja: '組織内のサーバー間のメールは、有効期限が切れた後も影響を受けません。',
  },
  unencrypted: {
    en: 'Mail goes unencrypted, or is deferred where the other side insists on TLS.',
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
    en: 'Where no other certificate takes its place, mail goes unencrypted, or is deferred where the other side insists on TLS.',
    ja: '代わりの証明書がない場合、メールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。',
  },
  verified: {
    en: 'Mail goes on with those that do not check the certificate; those that do defer or refuse it.',
    ja: '証明書を検証しない相手とのメールは継続します。検証する相手との配送は遅延するか、拒否されます。',
  },
  internal: {
    en: 'Mail between the servers of the organization may be deferred: this one has no certificate to show them.',
    ja: '組織内のサーバー間で提示できる証明書がないため、サーバー間の配送が遅延することがあります。',
  },
  blind: {
    en: 'Mail is not touched by this, but what goes wrong meanwhile is not noticed.',
    ja: 'メールの送受信に直接の影響はありませんが、その間に起きた問題を検出できません。',
  },
  untold: {
    en: 'Mail is not touched by this, but those who rely on this notifier are not told.',
    ja: 'メールの送受信に影響はありませんが、この通知先には通知が届いていません。',
  },
  unreachable: {
    en: 'Where others cannot reach it either, mail waits; and what goes wrong meanwhile is not noticed.',
    ja: '相手からも接続できない場合、メールの配送は遅延します。その間に起きた問題も検出できません。',
  },
  outdated: {
    en: 'Mail goes on with those that still take that version; with others it goes unencrypted, or is deferred.',
    ja: '古いバージョンを受け入れる相手とのメールは継続します。それ以外の相手とのメールは暗号化されないか、配送が遅延します。',
  },
  'until-reload': {
    en: 'Mail goes on until what is served expires; whoever verifies it then defers or refuses mail.',
    ja: '提示中の証明書の有効期限までは影響ありません。期限後は、証明書を検証する相手との配送が遅延するか、拒否されます。',
  },
  seen: {
    en: 'Mail was not touched by this; what goes wrong is noticed again.',
    ja: 'メールの送受信への影響はありませんでした。問題を再び検出できます。',
  },
  over: { en: 'Mail is no longer affected.', ja: 'メールへの影響はなくなりました。' },
  elsewhere: {
    en: 'It goes on under another event, which says what it does to mail.',
    ja: '別のイベントとして継続しています。メールへの影響はそのイベントを参照してください。',
  },
} as const satisfies Record<string, Readonly<Record<Locale, string>>>;

const BY_EVENT: ReadonlyMap<number, keyof typeof EFFECTS> = new Map<number, keyof typeof EFFECTS>([
  [1001, 'blind'],
  [1006, 'unencrypted'],
  [1012, 'until-expiry'],
  ...[1100, 1101, 1102, 1103, 1105, 1106, 1107, 1108, 1109, 1111, 1201].map((id) => [id, 'blind'] as const),
  ...[1200, 1202, 1203].map((id) => [id, 'key'] as const),
  ...[1302, 1303, 1305, 1306, 1307, 1309, 1310, 12016].map((id) => [id, 'verified'] as const),
  [1304, 'until-expiry'],
  [1400, 'unreachable'],
  ...[1401, 1402].map((id) => [id, 'unencrypted'] as const),
  ...[1403, 1405, 1407, 12019, 12020].map((id) => [id, 'verified'] as const),
  ...[1404, 1406, 1421].map((id) => [id, 'until-reload'] as const),
  [1409, 'outdated'],
  ...[1500, 1501].map((id) => [id, 'untold'] as const),
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
const NOT_YET: ReadonlySet<keyof typeof EFFECTS> = new Set([
  'goes-on',
  'until-expiry',
  'until-reload',
  'internal-goes-on',
  'untold',
] as const);

/** The start of a record's own sentence about its effect. */
const LABELS: Readonly<Record<Locale, RegExp>> = { en: /^Effect: */, ja: /^影響: */ };

function kindOf(record: NewEventRecord): keyof typeof EFFECTS {
  const { change, facts } = record;
  if (change === 'cleared') {
    if (goesOn(endReasonOf(record))) return 'elsewhere';
    const was = BY_EVENT.get(eventThatCounts(record)) ?? 'goes-on';
    if (was === 'blind') return 'seen';
    if (NOT_YET.has(was)) return 'goes-on';
    return 'over';
  }
  // Log outputs do not notify people.
  if (facts.output !== undefined) return 'goes-on';
  const id = eventThatCounts(record);
  const isPresented = (facts.certificateFiles ?? []).length > 0 && (id !== 12014 || isPresentedDespite(facts.reason));
  if (isPresented) return BY_EVENT_OF_FILES.get(id) ?? BY_EVENT.get(id) ?? 'goes-on';
  if (id === 12014 && !startsWithStarttls(facts)) return startsWithoutStarttls(facts) ? 'clients' : 'mail-and-clients';
  return BY_EVENT.get(id) ?? 'goes-on';
}

/** Returns the effect on mail in one sentence. */
export function mailEffect(record: NewEventRecord, locale: Locale): string {
  return EFFECTS[kindOf(record)][locale];
}

/** Returns true if a line of a record's message is its own sentence about the effect. */
export function isEffectLine(line: string, locale: Locale): boolean {
  return LABELS[locale].test(line);
}
