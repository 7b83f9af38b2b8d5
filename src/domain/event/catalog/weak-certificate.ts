import { phrase } from '../../text/phrase.ts';
import { certificateLines } from '../certificate-sentences.ts';
import { usedByLines } from '../connector-sentences.ts';
import { countWithNoun, singularOrPlural } from '../count-with-noun.ts';
import type { ConnectorsData } from '../data/connector-data.ts';
import { effectsOf, type MailUserData, mailUsersOf } from '../effect-by-protocol.ts';
import { CERTIFICATES_OF_STORE_FACTS, type CertificatesOfStoreData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import type { Writer } from '../writer.ts';

type Data = CertificatesOfStoreData & ConnectorsData & MailUserData;

/**
 * Certificates of a store that connectors use, or could use, have a weak key or signature.
 * @see NIST SP 800-131A revision 2
 */
export const weakCertificate: EventDefinition<Data, ['store', 'count']> = defineEvent({
  eventId: 1306,
  symbolicName: 'WeakCertificate',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Weak certificate', ja: '強度不足の証明書' }),
  effect: (data) => ((data.connectors ?? []).length === 0 ? ['no-effect'] : effectsOf('selected-rejected', data)),
  parameters: ['store', 'count'],
  requiredFacts: { ...CERTIFICATES_OF_STORE_FACTS, connectors: true, fqdns: true },
  firstLine: ({ parameters: { store, count }, data }) => {
    const isForSmtp = mailUsersOf(data).some((user) => user !== 'starttls-clients' && user !== 'tls-clients');
    return phrase({
      en: (write: Writer) =>
        `${countWithNoun(count, 'certificate')}${isForSmtp ? ' for SMTP' : ''} in ${write.store(store)} ${singularOrPlural(count, 'has', 'have')} a weak key or signature.`,
      ja: (write) =>
        `${write.store(store)}に、キーまたは署名の強度が不足している${isForSmtp ? ' SMTP 用の' : ''}証明書が ${count} 個あります。`,
    });
  },
  lines: ({ parameters: { count }, data }) => [
    ...certificateLines(data),
    ...usedByLines(data),
    phrase({
      en: `Have ${singularOrPlural(count, 'it', 'them')} reissued with an RSA key of at least 2048 bits or an EC key of at least 256 bits, signed with SHA-256.`,
      ja: '2048 ビット以上の RSA キーまたは 256 ビット以上の EC キーと SHA-256 の署名で、証明書を再発行してください。',
    }),
  ],
});
