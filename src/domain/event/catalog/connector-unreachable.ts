import type { Localization } from '../../text/locale.ts';
import type { EventDefinition } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { formatInstant } from '../format-instant.ts';
import { reasonInParentheses } from '../reason-text.ts';
import { connectorName } from '../sentences.ts';
import { addressLines } from '../served-sentences.ts';

/**
 * Returns the line with the last successful probe. The conditions about the certificate that was
 * served then stay open until the next successful probe.
 */
function lastSuccessLine({ lastSeen }: Facts, localization: Localization): string {
  const at = formatInstant(lastSeen, localization);
  if (localization.locale === 'ja') {
    return lastSeen === undefined
      ? '提示している証明書はまだ一度も確認できていません。'
      : `提示している証明書を最後に確認したのは ${at} です。このコネクタの未解消の問題は、再び確認できるまで保持します。`;
  }
  return lastSeen === undefined
    ? 'No probe has succeeded yet.'
    : `The last successful probe was on ${at}. Its open conditions stay open until a probe succeeds.`;
}

/** Returns the line about an unusable client certificate: the server was not contacted. */
function clientCertificateLines({ reason }: Facts, { locale }: Localization): readonly string[] {
  if (reason !== 'client_certificate_unusable') return [];
  return [
    locale === 'ja'
      ? 'サーバーには接続していません。上記のファイル (このコネクタの clientCertificateFile または clientKeyFile) を修正してください。'
      : 'The server was not contacted. Fix the file above, which is clientCertificateFile or clientKeyFile of the connector.',
  ];
}

/**
 * The last probes of an address of a connector failed, or its host name could not be resolved, so
 * it is unknown which certificate is served there.
 */
export const connectorUnreachable: EventDefinition = {
  eventId: 1400,
  symbolicName: 'ConnectorUnreachable',
  provider: 'own',
  level: 'Warning',
  parameters: ['connector', 'probe', 'reason'],
  en: ({ parameters: [connector = '', probeUrl = '', reason = ''], facts }, localization) => [
    `${connectorName(connector, facts.direction, 'en')} could not be probed at ${probeUrl}${reasonInParentheses(reason, 'en')}.`,
    ...addressLines(facts, localization),
    ...clientCertificateLines(facts, localization),
    lastSuccessLine(facts, localization),
  ],
  ja: ({ parameters: [connector = '', probeUrl = '', reason = ''], facts }, localization) => [
    `${connectorName(connector, facts.direction, 'ja')}に ${probeUrl} で接続確認できません${reasonInParentheses(reason, 'ja')}。`,
    ...addressLines(facts, localization),
    ...clientCertificateLines(facts, localization),
    lastSuccessLine(facts, localization),
  ],
};
