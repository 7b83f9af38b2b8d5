import { phrase } from '../../text/phrase.ts';
import { neededByLines } from '../connector-sentences.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { keyUnusableEffects } from '../effect-by-protocol.ts';
import { SELECTED_CERTIFICATE_FACTS, type SelectedCertificateData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';

type Data = SelectedCertificateData & Pick<ReasonData, 'reason'>;

/** A certificate that would otherwise be selected has no private key. */
export const privateKeyMissing: EventDefinition<Data, ['fqdn', 'thumbprint', 'location']> = defineEvent({
  eventId: 1200,
  symbolicName: 'PrivateKeyMissing',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Private key missing', ja: '秘密キーの欠落' }),
  effect: keyUnusableEffects,
  parameters: ['fqdn', 'thumbprint', 'location'],
  requiredFacts: { ...SELECTED_CERTIFICATE_FACTS, reason: true },
  firstLine: ({ parameters: { fqdn, thumbprint } }) =>
    phrase({
      en: `The certificate for ${fqdn} (thumbprint ${thumbprint}) has no private key and cannot be used.`,
      ja: `${fqdn} の証明書 (拇印 ${thumbprint}) に対応する秘密キーがないため、使用できません。`,
    }),
  lines: ({ data }) => [
    ...neededByLines(data),
    ...locationLines(data),
    phrase({
      en: 'Searched for the key: the whole store and the key files of connectors (matched by public key).',
      ja: '秘密キーを検索した場所: ストア全体、コネクタに指定された秘密キー ファイル (公開キーで照合)',
    }),
  ],
});
