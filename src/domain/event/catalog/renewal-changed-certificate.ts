import { phrase } from '../../text/phrase.ts';
import { neededByLines } from '../connector-sentences.ts';
import { countWithNoun } from '../count-with-noun.ts';
import type { IssuerData, PreviousData, StoreData } from '../data/certificate-data.ts';
import type { ConnectorsData } from '../data/connector-data.ts';
import type { ListData } from '../data/list-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { effectsOf, type MailUserData } from '../effect-by-protocol.ts';
import { CERTIFICATES_OF_STORE_FACTS } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { labeledLines, listLines } from '../line.ts';

type Data = Pick<StoreData, 'store'> &
  Pick<ReasonData, 'path'> &
  Pick<ListData, 'count' | 'certificates'> &
  ConnectorsData &
  Pick<PreviousData, 'missingNames'> &
  Partial<Pick<IssuerData, 'previousIssuer' | 'issuer'>> &
  MailUserData;

/** Maximum number of listed names. */
const MAX_NAMES = 5;

/** A certificate file was replaced, and the new certificate lacks names or has another issuer. */
export const renewalChangedCertificate: EventDefinition<
  Data,
  ['path', 'thumbprint', 'previousThumbprint', 'missingNames']
> = defineEvent({
  eventId: 1309,
  symbolicName: 'RenewalChangedCertificate',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Certificate changed by its renewal', ja: '更新による証明書の変化' }),
  // Another issuer is no reason to reject the certificate.
  effect: (data) => (data.missingNames?.length === 0 ? ['no-effect'] : effectsOf('selected-rejected', data)),
  parameters: ['path', 'thumbprint', 'previousThumbprint', 'missingNames'],
  requiredFacts: {
    ...CERTIFICATES_OF_STORE_FACTS,
    path: true,
    connectors: true,
    fqdns: true,
    missingNames: true,
  },
  firstLine: ({ parameters: { path }, data }) =>
    data.missingNames.length === 0
      ? phrase({
          en: `The renewed certificate in ${path} has another issuer.`,
          ja: `更新後の証明書 (${path}) の発行者が以前と異なります。`,
        })
      : phrase({
          en: `The renewed certificate in ${path} lacks ${countWithNoun(data.missingNames.length, 'name')} of the previous one.`,
          ja: `更新後の証明書 (${path}) には、以前の証明書にあった名前のうち ${data.missingNames.length} 個が含まれていません。`,
        }),
  lines: ({ parameters: { thumbprint, previousThumbprint }, data }) => [
    ...listLines(phrase({ en: 'Missing names', ja: '含まれていない名前' }), data.missingNames.slice(0, MAX_NAMES)),
    ...labeledLines(phrase({ en: 'Previous issuer', ja: '以前の発行者' }), data.previousIssuer),
    ...labeledLines(phrase({ en: 'Current issuer', ja: '現在の発行者' }), data.previousIssuer && data.issuer),
    phrase({
      en: `Thumbprint: ${thumbprint}; previous: ${previousThumbprint}`,
      ja: `拇印: ${thumbprint}、以前の拇印: ${previousThumbprint}`,
    }),
    ...neededByLines(data),
    phrase({
      en: 'If this change was intended, no action is needed. mailcertd accepts it after a week; until then, this condition stays open.',
      ja: '意図した変更であれば対処は不要です。1 週間後に正常とみなします。それまでこの問題は未解消のままです。',
    }),
  ],
});
