import { chainDetail } from '../chain-detail.ts';
import type { EventDefinition, Locale } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { reasonLines } from '../sentences.ts';
import { acceptChainLines, lostNameLines, previouslyServedLines } from '../served-regression-sentences.ts';
import { addressLines, earlierProbeLines, servedByLines, subjectLines } from '../served-sentences.ts';

function firstLine(fqdn: string, thumbprint: string, facts: Facts, locale: Locale): string {
  const { missingIssuer, detail, reason, previousThumbprint } = facts;
  if (reason === 'purpose-mismatch') {
    return locale === 'ja'
      ? `${fqdn} でサーバーが提示している証明書は、サーバー用ではありません (拇印 ${thumbprint})。`
      : `The certificate served for ${fqdn} is not for TLS servers (thumbprint ${thumbprint}).`;
  }
  const isSelfSigned = detail === 'self-signed';
  const wasTrusted = previousThumbprint !== undefined;
  if (locale === 'ja') {
    if (missingIssuer !== undefined) {
      return `${fqdn} でサーバーが送信している証明書チェーンは不完全です (拇印 ${thumbprint})。`;
    }
    return isSelfSigned
      ? `${fqdn} でサーバーが提示している証明書は、信頼されていない自己署名証明書${wasTrusted ? 'に変わりました' : 'です'} (拇印 ${thumbprint})。`
      : `${fqdn} でサーバーが送信している証明書チェーンは、信頼された証明機関 (CA) につながら${wasTrusted ? 'なくなりました' : 'ない状態です'} (拇印 ${thumbprint})。`;
  }
  if (missingIssuer !== undefined) return `The chain served for ${fqdn} is incomplete (thumbprint ${thumbprint}).`;
  if (isSelfSigned) {
    return `The certificate served for ${fqdn} is ${wasTrusted ? 'now ' : ''}self-signed and not trusted (thumbprint ${thumbprint}).`;
  }
  const predicate = wasTrusted ? 'no longer chains' : 'does not chain';
  return `The certificate served for ${fqdn} ${predicate} to a trusted root (thumbprint ${thumbprint}).`;
}

function chainProblemLines(detail: string, { missingIssuer }: Facts, locale: Locale): readonly string[] {
  const ja = locale === 'ja';
  if (missingIssuer !== undefined) {
    return [
      ja ? `送信されなかった発行者: ${missingIssuer}` : `Issuer that was not sent: ${missingIssuer}`,
      ja
        ? 'この発行者の証明書を持たない相手には拒否されます。'
        : 'Peers without that issuer certificate reject the chain.',
    ];
  }
  return detail === '' || detail === 'self-signed' ? [] : [`${ja ? '詳細' : 'Error'}: ${chainDetail(detail, locale)}`];
}

/**
 * The chain of a served certificate is not trusted: an issuer is missing, the root is not trusted,
 * the certificate is self-signed (`detail` is then `self-signed`), or it is not for TLS servers.
 */
export const servedChainUntrusted: EventDefinition = {
  eventId: 1407,
  symbolicName: 'ServedChainUntrusted',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'detail'],
  en: ({ parameters: [fqdn = '', thumbprint = '', detail = ''], facts }, localization) => [
    firstLine(fqdn, thumbprint, facts, 'en'),
    ...chainProblemLines(detail, facts, 'en'),
    ...servedByLines(facts, localization),
    ...addressLines(facts, localization),
    ...subjectLines(facts, localization),
    ...previouslyServedLines(facts, { wasTrusted: true }, localization),
    ...lostNameLines(facts, localization),
    ...reasonLines(facts, localization),
    ...earlierProbeLines(facts, localization),
    ...acceptChainLines(facts, localization),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = '', detail = ''], facts }, localization) => [
    firstLine(fqdn, thumbprint, facts, 'ja'),
    ...chainProblemLines(detail, facts, 'ja'),
    ...servedByLines(facts, localization),
    ...addressLines(facts, localization),
    ...subjectLines(facts, localization),
    ...previouslyServedLines(facts, { wasTrusted: true }, localization),
    ...lostNameLines(facts, localization),
    ...reasonLines(facts, localization),
    ...earlierProbeLines(facts, localization),
    ...acceptChainLines(facts, localization),
  ],
};
