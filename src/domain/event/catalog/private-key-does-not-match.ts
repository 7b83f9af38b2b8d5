import { phrase } from '../../text/phrase.ts';
import { neededByLines } from '../connector-sentences.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { keyUnusableEffects } from '../effect-by-protocol.ts';
import { SELECTED_CERTIFICATE_FACTS, type SelectedCertificateData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';
import { labeledLines } from '../line.ts';

type Data = SelectedCertificateData & Pick<ReasonData, 'reason'>;

/**
 * A certificate would be selected, but the private key next to it belongs to another certificate.
 */
export const privateKeyDoesNotMatch: EventDefinition<Data, ['fqdn', 'thumbprint', 'keyLocation']> = defineEvent({
  eventId: 1203,
  symbolicName: 'PrivateKeyDoesNotMatch',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Private key does not match', ja: '秘密キーの不一致' }),
  effect: keyUnusableEffects,
  parameters: ['fqdn', 'thumbprint', 'keyLocation'],
  requiredFacts: { ...SELECTED_CERTIFICATE_FACTS, reason: true },
  firstLine: ({ parameters: { fqdn, thumbprint } }) =>
    phrase({
      en: `The private key next to the certificate for ${fqdn} (thumbprint ${thumbprint}) belongs to another certificate.`,
      ja: `${fqdn} の証明書 (拇印 ${thumbprint}) と、同じ場所にある秘密キーが一致しません。`,
    }),
  lines: ({ parameters: { keyLocation }, data }) => [
    ...labeledLines(phrase({ en: 'Key file', ja: '秘密キーのファイル' }), keyLocation),
    ...neededByLines(data),
    ...locationLines(data),
  ],
});
