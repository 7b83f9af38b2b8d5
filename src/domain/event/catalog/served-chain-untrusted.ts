import type { Locale, Localization } from '../../text/locale.ts';
import { chainDetail } from '../chain-detail.ts';
import type { EventContent, EventDefinition } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { reasonLines } from '../sentences.ts';
import { acceptChainLines, lostNameLines, previouslyServedLines } from '../served-regression-sentences.ts';
import { addressLines, earlierProbeLines, servedByLines, subjectLines } from '../served-sentences.ts';

function firstLine(
  [fqdn = '', thumbprint = '', detail = '']: readonly string[],
  { missingIssuer, reason, previousThumbprint }: Facts,
  locale: Locale,
): string {
  if (reason === 'purpose-mismatch') {
    return {
      en: `The certificate served for ${fqdn} is not for TLS servers (thumbprint ${thumbprint}).`,
      ja: `${fqdn} でサーバーが提示している証明書は、サーバー用ではありません (拇印 ${thumbprint})。`,
    }[locale];
  }
  if (missingIssuer !== undefined) {
    return {
      en: `The chain served for ${fqdn} is incomplete (thumbprint ${thumbprint}).`,
      ja: `${fqdn} でサーバーが送信している証明書チェーンは不完全です (拇印 ${thumbprint})。`,
    }[locale];
  }
  // The previous certificate of this event is always one whose chain was trusted.
  const wasTrusted = previousThumbprint !== undefined;
  if (detail === 'self-signed') {
    return {
      en: `The certificate served for ${fqdn} is ${wasTrusted ? 'now ' : ''}self-signed and not trusted (thumbprint ${thumbprint}).`,
      ja: `${fqdn} でサーバーが提示している証明書は、信頼されていない自己署名証明書${wasTrusted ? 'に変わりました' : 'です'} (拇印 ${thumbprint})。`,
    }[locale];
  }
  return {
    en: `The certificate served for ${fqdn} ${wasTrusted ? 'no longer chains' : 'does not chain'} to a trusted root (thumbprint ${thumbprint}).`,
    ja: `${fqdn} でサーバーが送信している証明書チェーンは、信頼された証明機関 (CA) につながら${wasTrusted ? 'なくなりました' : 'ない状態です'} (拇印 ${thumbprint})。`,
  }[locale];
}

/** Returns the lines with the missing issuer, or with the error of the verification. */
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

function eventText({ parameters, facts }: EventContent, localization: Localization): readonly [string, ...string[]] {
  const { locale } = localization;
  const [, , detail = ''] = parameters;
  return [
    firstLine(parameters, facts, locale),
    ...chainProblemLines(detail, facts, locale),
    ...servedByLines(facts, localization),
    ...addressLines(facts, localization),
    ...subjectLines(facts, localization),
    ...previouslyServedLines(facts, { mentionsTrust: true }, localization),
    // The certificate that replaced a trusted one may also have lost names.
    ...lostNameLines(facts, localization),
    ...reasonLines(facts, localization),
    ...earlierProbeLines(facts, localization),
    ...acceptChainLines(facts, localization),
  ];
}

/**
 * The chain of a served certificate is not trusted: an issuer is missing, the root is not trusted,
 * or the certificate is self-signed (`detail` is then `self-signed`). Also reports a certificate
 * that is not for TLS servers (`reason` is then `purpose-mismatch`).
 */
export const servedChainUntrusted: EventDefinition = {
  eventId: 1407,
  symbolicName: 'ServedChainUntrusted',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'detail'],
  en: eventText,
  ja: eventText,
};
