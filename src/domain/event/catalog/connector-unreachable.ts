import type { EventDefinition, Wording } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { inBrackets } from '../reason-words.ts';
import { connectorName } from '../sentences.ts';
import { addressLines } from '../served-sentences.ts';
import { when } from '../wording.ts';

/**
 * Returns the line about the last known certificate: its conditions stay open until the next
 * successful probe.
 */
function knownLine({ lastSeen }: Facts, wording: Wording): string {
  const at = when(lastSeen, wording);
  if (wording.locale === 'ja') {
    return lastSeen === undefined
      ? '提示している証明書はまだ一度も確認できていません。'
      : `提示している証明書を最後に確認したのは ${at} です。このコネクタの未解消の問題は、再び確認できるまで保持します。`;
  }
  return lastSeen === undefined
    ? 'No probe has succeeded yet.'
    : `The last successful probe was on ${at}. Its open conditions stay open until a probe succeeds.`;
}

/** Returns the line about an unusable client certificate: the server was not contacted. */
function clientCertificateLines({ reason }: Facts, { locale }: Wording): readonly string[] {
  if (reason !== 'client_certificate_unusable') return [];
  return [
    locale === 'ja'
      ? 'サーバーには接続していません。上記のファイル (このコネクタの clientCertificateFile または clientKeyFile) を修正してください。'
      : 'The server was not contacted. Fix the file above, which is clientCertificateFile or clientKeyFile of the connector.',
  ];
}

/** The last probes of a connector all failed, so its served certificate is unknown. */
export const connectorUnreachable: EventDefinition = {
  eventId: 1400,
  symbolicName: 'ConnectorUnreachable',
  provider: 'own',
  level: 'Warning',
  parameters: ['connector', 'probe', 'reason'],
  en: ({ parameters: [connector = '', probe = '', reason = ''], facts }, wording) => [
    `${connectorName(connector, facts.direction, 'en')} could not be probed at ${probe}${inBrackets(reason, 'en')}.`,
    ...addressLines(facts, wording),
    ...clientCertificateLines(facts, wording),
    knownLine(facts, wording),
  ],
  ja: ({ parameters: [connector = '', probe = '', reason = ''], facts }, wording) => [
    `${connectorName(connector, facts.direction, 'ja')}に ${probe} で接続確認できません${inBrackets(reason, 'ja')}。`,
    ...addressLines(facts, wording),
    ...clientCertificateLines(facts, wording),
    knownLine(facts, wording),
  ],
};
