import { chainDetail } from '../chain-detail.ts';
import type { EventDefinition, Locale } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { reasonLines } from '../sentences.ts';
import { addressLines, lastServedLines, servedByLines, subjectLines } from '../served-sentences.ts';

function firstLine(fqdn: string, thumbprint: string, { missingIssuer, detail, reason }: Facts, locale: Locale): string {
  if (reason === 'purpose-mismatch') {
    return locale === 'ja'
      ? `${fqdn} でサーバーが提示している証明書は、サーバー用ではありません (拇印 ${thumbprint})。`
      : `The certificate served for ${fqdn} is not for TLS servers (thumbprint ${thumbprint}).`;
  }
  const isSelfSigned = detail === 'self-signed';
  if (locale === 'ja') {
    if (missingIssuer !== undefined) {
      return `${fqdn} でサーバーが送信している証明書チェーンは不完全です (拇印 ${thumbprint})。`;
    }
    return isSelfSigned
      ? `${fqdn} でサーバーが提示している証明書は、信頼されていない自己署名証明書です (拇印 ${thumbprint})。`
      : `${fqdn} でサーバーが送信している証明書チェーンは、信頼された証明機関 (CA) につながりません (拇印 ${thumbprint})。`;
  }
  if (missingIssuer !== undefined) return `The chain served for ${fqdn} is incomplete (thumbprint ${thumbprint}).`;
  return isSelfSigned
    ? `The certificate served for ${fqdn} is self-signed and no trust anchor (thumbprint ${thumbprint}).`
    : `The chain served for ${fqdn} leads to no trust anchor (thumbprint ${thumbprint}).`;
}

function foundLines(detail: string, { missingIssuer }: Facts, locale: Locale): readonly string[] {
  const ja = locale === 'ja';
  if (missingIssuer !== undefined) {
    return [
      ja ? `送信されなかった発行者: ${missingIssuer}` : `Not sent, and no trust anchor: ${missingIssuer}`,
      ja
        ? '足りない発行者の証明書を自力で見つけられない相手には拒否されます。'
        : 'Whoever does not know that issuer already will refuse it.',
    ];
  }
  return detail === '' || detail === 'self-signed'
    ? []
    : [`${ja ? '詳細' : 'What was found'}: ${chainDetail(detail, locale)}`];
}

/**
 * The certificate that a server sends does not verify: an issuer is missing, the root is not trusted, or its purposes do not
 * allow a server.
 */
export const servedChainUntrusted: EventDefinition = {
  eventId: 1407,
  symbolicName: 'ServedChainUntrusted',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'detail'],
  en: ({ parameters: [fqdn = '', thumbprint = '', detail = ''], facts }, wording) => [
    firstLine(fqdn, thumbprint, facts, 'en'),
    ...foundLines(detail, facts, 'en'),
    ...servedByLines(facts, wording),
    ...addressLines(facts, wording),
    ...subjectLines(facts, wording),
    ...reasonLines(facts, wording),
    ...lastServedLines(facts, wording),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = '', detail = ''], facts }, wording) => [
    firstLine(fqdn, thumbprint, facts, 'ja'),
    ...foundLines(detail, facts, 'ja'),
    ...servedByLines(facts, wording),
    ...addressLines(facts, wording),
    ...subjectLines(facts, wording),
    ...reasonLines(facts, wording),
    ...lastServedLines(facts, wording),
  ],
};
