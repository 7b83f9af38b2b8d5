import { phrase } from '../../text/phrase.ts';
import type { Instant } from '../../time.ts';
import { usedByLines } from '../connector-sentences.ts';
import type { ListData } from '../data/list-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { effectsOf } from '../effect-by-protocol.ts';
import { SELECTED_CERTIFICATE_FACTS, type SelectedCertificateData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';
import { labeledLine } from '../line.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = SelectedCertificateData & Pick<ListData, 'certificates'> & Pick<ReasonData, 'reason'>;

const expiredOnLine = (at: Instant): EventLine =>
  phrase({
    en: (write: Writer) => `It expired on ${write.instant(at)}.`,
    ja: (write) => `有効期限: ${write.instant(at)}`,
  });

/**
 * An issuer's certificate has expired that servers send with their own certificate, which has not
 * expired.
 */
export const chainCertificateExpired: EventDefinition<
  Data,
  ['fqdn', 'thumbprint', 'issuerThumbprint', 'issuerSubject']
> = defineEvent({
  eventId: 1302,
  symbolicName: 'ChainCertificateExpired',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Issuer in the chain expired', ja: 'チェーン内の発行者の有効期限切れ' }),
  effect: (data) => effectsOf(data.reason === 'another-way' ? 'selected-rejected-by-some' : 'selected-rejected', data),
  parameters: ['fqdn', 'thumbprint', 'issuerThumbprint', 'issuerSubject'],
  requiredFacts: { ...SELECTED_CERTIFICATE_FACTS, certificates: true, reason: true },
  firstLine: ({ parameters: { fqdn, issuerThumbprint, issuerSubject } }) =>
    phrase({
      en: `In the certificate chain for ${fqdn}, the certificate of ${issuerSubject || 'an issuer'} has expired (its thumbprint: ${issuerThumbprint}).`,
      ja: `${fqdn} の証明書チェーンで、${issuerSubject || '発行者'} の証明書 (拇印 ${issuerThumbprint}) の有効期限が切れています。`,
    }),
  lines: ({ parameters: { thumbprint }, data }) => [
    ...data.certificates.map(({ notAfter }) => expiredOnLine(notAfter)),
    labeledLine(phrase({ en: 'Certificate', ja: '証明書' }), thumbprint),
    data.reason === 'no-other-way'
      ? phrase({
          en: 'No other path leads to a trusted root, so peers that verify the chain reject the certificate.',
          ja: '信頼されたルートへの経路がほかにないため、証明書チェーンを検証する相手には拒否されます。',
        })
      : phrase({
          en: 'Another path leads to a trusted root, but not every client finds it.',
          ja: '信頼されたルートへの経路はほかにもありますが、すべてのクライアントがその経路を見つけられるとは限りません。',
        }),
    ...usedByLines(data),
    ...locationLines(data),
    phrase({
      en: "Replace the issuer in the file with the CA's current certificate.",
      ja: 'ファイル内の発行者の証明書を、証明機関 (CA) の現在のものに置き換えてください。',
    }),
  ],
});
