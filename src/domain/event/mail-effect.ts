import { type Phrase, phrase } from '../text/phrase.ts';

/** The effects on mail, each in one or two sentences. */
export const EFFECT_PHRASES = {
  'no-effect': phrase({ en: 'No effect on mail flow.', ja: 'メールの送受信に影響はありません。' }),
  unencrypted: phrase({
    en: 'Other servers send mail unencrypted, or defer it if they require TLS.',
    ja: 'ほかのサーバーからのメールは暗号化されずに届くか、送信側が TLS を必須としている場合は配送が遅延します。',
  }),
  'requires-tls-to-send': phrase({
    en: 'The connector requires TLS, so its mail is deferred.',
    ja: 'このコネクタは TLS を必須としているため、メールの配送が遅延します。',
  }),
  'requires-tls-to-receive': phrase({
    en: 'The connector requires TLS, so other servers cannot deliver mail: they defer it or return it to the sender.',
    ja: 'このコネクタは TLS を必須としているため、ほかのサーバーはメールを配送できません。メールは遅延するか、送信者に返されます。',
  }),
  'requires-tls-to-submit': phrase({
    en: 'The connector requires TLS, so clients cannot send mail.',
    ja: 'このコネクタは TLS を必須としているため、クライアントはメールを送信できません。',
  }),
  'requires-tls-to-connect': phrase({
    en: 'The connector requires TLS, so clients cannot connect.',
    ja: 'このコネクタは TLS を必須としているため、クライアントは接続できません。',
  }),
  'sent-unencrypted': phrase({
    en: 'Mail to the remote server is sent unencrypted, or deferred if your mail server requires TLS for it.',
    ja: '接続先へのメールは暗号化されずに送信されるか、自組織のメール サーバーが TLS を必須としている場合は配送が遅延します。',
  }),
  'clients-without-starttls': phrase({
    en: 'Clients that require STARTTLS cannot connect. Other clients can send the password unencrypted.',
    ja: 'STARTTLS を必須とするクライアントは接続できません。それ以外のクライアントは、パスワードを暗号化せずに送信することがあります。',
  }),
  'submission-without-starttls': phrase({
    en: 'Clients that require STARTTLS cannot send mail. Other clients can send the password unencrypted.',
    ja: 'STARTTLS を必須とするクライアントはメールを送信できません。それ以外のクライアントは、パスワードを暗号化せずに送信することがあります。',
  }),
  'clients-without-tls': phrase({
    en: 'Clients that use implicit TLS cannot connect.',
    ja: '暗黙の TLS を使うクライアントは接続できません。',
  }),
  'clients-cannot-connect': phrase({
    en: 'Clients cannot connect, or see a warning.',
    ja: 'クライアントは接続できないか、警告が表示されます。',
  }),
  'remote-decides-without-certificate': phrase({
    en: 'The remote server decides whether it accepts mail without a client certificate.',
    ja: 'クライアント証明書のないメールを受け入れるかどうかは、接続先のサーバーによります。',
  }),
  'remote-decides': phrase({
    en: 'The remote server decides whether it accepts mail with this client certificate.',
    ja: 'このクライアント証明書によるメールを受け入れるかどうかは、接続先のサーバーによります。',
  }),
  'to-remote-if-verified': phrase({
    en: 'If your mail server verifies the certificate of the remote server, mail to that server is deferred. Otherwise, it is delivered.',
    ja: '自組織のメール サーバーが接続先の証明書を検証する場合、接続先へのメールは配送が遅延します。検証しない場合は配送されます。',
  }),
  'verifying-peers-reject': phrase({
    en: 'Servers that verify the certificate defer mail or return it to the sender. Other servers still deliver it.',
    ja: '証明書を検証するサーバーからのメールは、配送が遅延するか、送信者に返されます。検証しないサーバーからのメールは配送されます。',
  }),
  'some-verifying-peers-reject': phrase({
    en: 'Servers that verify the certificate and do not find the other path defer mail or return it to the sender.',
    ja: '証明書を検証するサーバーのうち、もう一方の経路を見つけられないサーバーからのメールは、配送が遅延するか、送信者に返されます。',
  }),
  'some-clients-cannot-connect': phrase({
    en: 'Clients that do not find the other path cannot connect, or see a warning.',
    ja: 'もう一方の経路を見つけられないクライアントは接続できないか、警告が表示されます。',
  }),
  'none-if-mx-name-matches': phrase({
    en: 'No effect if the certificate matches the name in the MX record.',
    ja: 'MX レコードの名前が証明書に含まれていれば、影響はありません。',
  }),
  'none-if-client-name-matches': phrase({
    en: 'No effect if the certificate matches the name that is set in the clients.',
    ja: 'クライアントに設定された名前が証明書に含まれていれば、影響はありません。',
  }),
  'none-until-expiry': phrase({
    en: 'No effect until the certificate expires.',
    ja: '有効期限までは影響はありません。',
  }),
  'none-until-served-expiry': phrase({
    en: 'No effect until the served certificate expires.',
    ja: '提示中の証明書の有効期限までは影響はありません。',
  }),
  'none-until-old-expiry': phrase({
    en: 'No effect until the old certificate expires. Reload the mail servers before that.',
    ja: '以前の証明書の有効期限までは影響はありません。それまでにメール サーバーを再読み込みしてください。',
  }),
  'then-unencrypted': phrase({
    en: 'After that, other servers send mail unencrypted, or defer it if they require TLS.',
    ja: '期限後は、ほかのサーバーからのメールは暗号化されずに届くか、送信側が TLS を必須としている場合は配送が遅延します。',
  }),
  'then-verifying-peers-reject': phrase({
    en: 'After that, servers that verify the certificate defer mail or return it to the sender. Other servers still deliver it.',
    ja: '期限後は、証明書を検証するサーバーからのメールは、配送が遅延するか、送信者に返されます。検証しないサーバーからのメールは配送されます。',
  }),
  'then-clients-cannot-connect': phrase({
    en: 'After that, clients cannot connect, or see a warning.',
    ja: '期限後は、クライアントは接続できないか、警告が表示されます。',
  }),
  'then-clients-without-starttls': phrase({
    en: 'After that, clients that require STARTTLS cannot connect. Other clients can send the password unencrypted.',
    ja: '期限後は、STARTTLS を必須とするクライアントは接続できません。それ以外のクライアントは、パスワードを暗号化せずに送信することがあります。',
  }),
  'then-submission-without-starttls': phrase({
    en: 'After that, clients that require STARTTLS cannot send mail. Other clients can send the password unencrypted.',
    ja: '期限後は、STARTTLS を必須とするクライアントはメールを送信できません。それ以外のクライアントは、パスワードを暗号化せずに送信することがあります。',
  }),
  'then-clients-without-tls': phrase({
    en: 'After that, clients that use implicit TLS cannot connect.',
    ja: '期限後は、暗黙の TLS を使うクライアントは接続できません。',
  }),
  'then-rejected': phrase({
    en: 'After that, servers and clients that verify the certificate reject it.',
    ja: '期限後は、証明書を検証するサーバーやクライアントに拒否されます。',
  }),
  'then-rejected-where-trusted': phrase({
    en: 'After that, servers and clients that trust this certificate reject it.',
    ja: '期限後は、この証明書を信頼するように設定されたサーバーやクライアントにも拒否されます。',
  }),
  'then-remote-decides': phrase({
    en: 'After that, the remote server decides whether it accepts mail with this client certificate.',
    ja: '期限後にこのクライアント証明書によるメールを受け入れるかどうかは、接続先のサーバーによります。',
  }),
  'then-to-remote-if-verified': phrase({
    en: 'After that, if your mail server verifies the certificate of the remote server, mail to that server is deferred.',
    ja: '期限後は、自組織のメール サーバーが接続先の証明書を検証する場合、接続先へのメールは配送が遅延します。',
  }),
  'no-internal-effect-of-expired': phrase({
    en: "No effect on mail between the organization's servers.",
    ja: '組織内のサーバー間のメールに影響はありません。',
  }),
  'no-internal-effect': phrase({
    en: "No effect on mail between the organization's servers, even after expiry.",
    ja: '組織内のサーバー間のメールは、有効期限が切れた後も影響を受けません。',
  }),
  'unencrypted-without-other-certificate': phrase({
    en: 'If no other certificate is available, other servers send mail unencrypted, or defer it if they require TLS.',
    ja: '代わりの証明書がない場合、ほかのサーバーからのメールは暗号化されずに届くか、送信側が TLS を必須としている場合は配送が遅延します。',
  }),
  'clients-without-other-certificate': phrase({
    en: 'If no other certificate is available, clients that use implicit TLS cannot connect.',
    ja: '代わりの証明書がない場合、暗黙の TLS を使うクライアントは接続できません。',
  }),
  'starttls-without-other-certificate': phrase({
    en: 'If no other certificate is available, clients that require STARTTLS cannot connect, and other clients can send the password unencrypted.',
    ja: '代わりの証明書がない場合、STARTTLS を必須とするクライアントは接続できず、それ以外のクライアントはパスワードを暗号化せずに送信することがあります。',
  }),
  'submission-without-other-certificate': phrase({
    en: 'If no other certificate is available, clients that require STARTTLS cannot send mail, and other clients can send the password unencrypted.',
    ja: '代わりの証明書がない場合、STARTTLS を必須とするクライアントはメールを送信できず、それ以外のクライアントはパスワードを暗号化せずに送信することがあります。',
  }),
  'remote-without-other-certificate': phrase({
    en: 'If no other certificate is available, the remote server decides whether it accepts mail without one.',
    ja: '代わりの証明書がない場合、クライアント証明書のないメールを受け入れるかどうかは、接続先のサーバーによります。',
  }),
  'internal-mail-deferred': phrase({
    en: "Mail between the organization's servers may be deferred, because this server has no certificate for it.",
    ja: '組織内のサーバー間で提示できる証明書がないため、サーバー間のメールの配送が遅延することがあります。',
  }),
  'problems-undetected': phrase({
    en: 'Mail flow is not affected, but new certificate problems go undetected.',
    ja: 'メールの送受信に直接の影響はありませんが、証明書に新たな問題が起きても検出できません。',
  }),
  'problems-detected-late': phrase({
    en: 'Mail flow is not affected, but new certificate problems are detected late.',
    ja: 'メールの送受信に直接の影響はありませんが、証明書の新たな問題の検出が遅れます。',
  }),
  'rows-may-be-lost': phrase({
    en: 'Mail flow is not affected. Event records, silences and pending alerts may have been lost.',
    ja: 'メールの送受信に影響はありません。イベント レコード、通知停止、送信待ちの通知が失われた可能性があります。',
  }),
  'alert-not-sent': phrase({
    en: 'Mail flow is not affected, but recipients of this notifier did not get this alert.',
    ja: 'メールの送受信に影響はありませんが、この通知先にはこの通知が届いていません。',
  }),
  'no-alerts': phrase({
    en: 'Mail flow is not affected, but recipients of this notifier get no alerts.',
    ja: 'メールの送受信に影響はありませんが、この通知先には通知が届きません。',
  }),
  'deferred-if-unreachable': phrase({
    en: 'If other servers cannot connect either, mail is deferred.',
    ja: 'ほかのサーバーからも接続できない場合、メールの配送は遅延します。',
  }),
  'clients-if-unreachable': phrase({
    en: 'If clients cannot connect either, they cannot send or read mail.',
    ja: 'クライアントからも接続できない場合、メールの送信も閲覧もできません。',
  }),
  'sending-if-unreachable': phrase({
    en: 'If clients cannot connect either, they cannot send mail.',
    ja: 'クライアントからも接続できない場合、メールを送信できません。',
  }),
  'reading-if-unreachable': phrase({
    en: 'If clients cannot connect either, they cannot read mail.',
    ja: 'クライアントからも接続できない場合、メールを閲覧できません。',
  }),
  'filters-if-unreachable': phrase({
    en: 'Mail flow is not affected. If clients cannot connect either, users cannot change their mail filters.',
    ja: 'メールの送受信に影響はありません。クライアントからも接続できない場合、メールのフィルターを変更できません。',
  }),
  'to-remote-if-unreachable': phrase({
    en: 'If the mail server cannot connect either, mail to the remote server is deferred.',
    ja: '自組織のメール サーバーからも接続できない場合、接続先へのメールは配送が遅延します。',
  }),
  'setting-wrong': phrase({
    en: 'The server may offer no TLS, or not work at all.',
    ja: 'サーバーが TLS を提供しないか、動作しないおそれがあります。',
  }),
  'problems-undetected-meanwhile': phrase({
    en: 'New certificate problems go undetected.',
    ja: '証明書に新たな問題が起きても検出できません。',
  }),
  'old-version-only': phrase({
    en: 'No effect on servers that accept this version. Mail from other servers arrives unencrypted, or is deferred.',
    ja: '古いバージョンを受け入れるサーバーには影響はありません。それ以外のサーバーからのメールは暗号化されずに届くか、配送が遅延します。',
  }),
  'clients-of-new-versions-cannot-connect': phrase({
    en: 'Clients that do not accept this version cannot connect.',
    ja: '古いバージョンを受け入れないクライアントは接続できません。',
  }),
  'to-remote-of-old-version': phrase({
    en: 'If your mail server does not accept this version, mail to the remote server is sent unencrypted, or deferred.',
    ja: '自組織のメール サーバーが古いバージョンを受け入れない場合、接続先へのメールは暗号化されずに送信されるか、配送が遅延します。',
  }),
  'problems-detected-again': phrase({
    en: 'Mail flow was not affected. Problems are detected again.',
    ja: 'メールの送受信への影響はありませんでした。問題を再び検出できます。',
  }),
  suspended: phrase({
    en: 'While this computer was suspended, its mail servers did not answer either. No effect now.',
    ja: 'スリープしていた間は、このコンピューターのメール サーバーも応答していませんでした。現在は影響はありません。',
  }),
  resolved: phrase({ en: 'Mail is no longer affected.', ja: 'メールへの影響はなくなりました。' }),
  'continues-as-other-event': phrase({
    en: 'The problem continues as another event; see that event for its effect on mail.',
    ja: '別のイベントとして継続しています。メールへの影響はそのイベントを参照してください。',
  }),
} as const satisfies Readonly<Record<string, Phrase<string>>>;

/** An effect on mail. */
export type MailEffect = keyof typeof EFFECT_PHRASES;

/** The effects that a problem has, in the order of their sentences. Never empty. */
export type MailEffects = readonly [MailEffect, ...MailEffect[]];
