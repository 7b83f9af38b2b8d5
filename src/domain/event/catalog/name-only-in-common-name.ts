import { phrase } from '../../text/phrase.ts';
import { usedByLines } from '../connector-sentences.ts';
import { effectByProtocol } from '../effect-by-protocol.ts';
import { SELECTED_CERTIFICATE_FACTS, type SelectedCertificateData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';

/**
 * A connector's FQDN is only in the common name (CN) of its certificate, which current clients
 * ignore.
 * @see RFC 9525 section 2
 */
export const nameOnlyInCommonName: EventDefinition<SelectedCertificateData, ['fqdn', 'thumbprint']> = defineEvent({
  eventId: 1307,
  symbolicName: 'NameOnlyInCommonName',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Name only in the common name', ja: '共通名のみにある名前' }),
  effect: effectByProtocol('selected-rejected'),
  parameters: ['fqdn', 'thumbprint'],
  requiredFacts: SELECTED_CERTIFICATE_FACTS,
  firstLine: ({ parameters: { fqdn, thumbprint } }) =>
    phrase({
      en: `The certificate has the name ${fqdn} only as its common name (thumbprint ${thumbprint}).`,
      ja: `証明書 (拇印 ${thumbprint}) には、名前 ${fqdn} が共通名 (CN) としてしか含まれていません。`,
    }),
  lines: ({ data }) => [
    ...usedByLines(data),
    ...locationLines(data),
    phrase({
      en: 'Current clients ignore the common name. Have the certificate reissued with the name as a subject alternative name (DNS).',
      ja: '現在のクライアントは共通名を参照しません。この名前をサブジェクトの別名 (DNS) に含めて、証明書を再発行してください。',
    }),
  ],
});
