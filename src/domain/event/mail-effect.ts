import type { Phrase } from '../text/phrase.ts';

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
} as const satisfies Readonly<Record<string, Phrase<string>>>;

/** An effect on mail. */
export type MailEffect = keyof typeof EFFECTS;

/** The effects of a problem on mail, each in one sentence. */
export const MAIL_EFFECTS: Readonly<Record<MailEffect, Phrase<string>>> = EFFECTS;

/**
 * Effects with which mail flow was not affected while the condition was open. So clearing the
 * condition has no effect either.
 */
const WITHOUT_MAIL_IMPACT: ReadonlySet<MailEffect> = new Set([
  'no-effect',
  'until-expiry',
  'until-expiry-for-verifying-peers',
  'until-served-expiry',
  'no-internal-effect',
  'no-alerts',
] as const);

/** Returns the effect of the end of a problem, by the effect of the problem. */
export function effectWhenCleared(effectWhileOpen: MailEffect): MailEffect {
  if (effectWhileOpen === 'problems-undetected') return 'problems-detected-again';
  return WITHOUT_MAIL_IMPACT.has(effectWhileOpen) ? 'no-effect' : 'resolved';
}
