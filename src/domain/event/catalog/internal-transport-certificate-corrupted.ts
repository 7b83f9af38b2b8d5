import { reasonInParentheses } from '../../failure/reason-text.ts';
import { phrase } from '../../text/phrase.ts';
import { configurationLines } from '../change-sentences.ts';
import type { CertificateData, StoreData } from '../data/certificate-data.ts';
import type { ConfigurationData } from '../data/change-data.ts';
import type { OrganizationData } from '../data/connector-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { ERROR_FACTS, type ErrorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { internalEffect } from '../internal-effect.ts';
import { errorDetailLines, labeledLines } from '../line.ts';
import { reasonLines } from '../reason-sentences.ts';

type Data = Pick<CertificateData, 'thumbprint'> &
  Pick<StoreData, 'store'> &
  ErrorData &
  Pick<ReasonData, 'path'> &
  Partial<ConfigurationData & OrganizationData>;

/**
 * The file of the recorded internal transport certificate exists, but has no readable certificate.
 */
export const internalTransportCertificateCorrupted: EventDefinition<Data, ['location']> = defineEvent({
  eventId: 12022,
  symbolicName: 'InternalTransportCertificateCorrupted',
  provider: 'exchange',
  level: 'Error',
  title: phrase({ en: 'Internal transport certificate corrupted', ja: '内部トランスポート証明書の破損' }),
  effect: internalEffect('internal-mail-deferred'),
  parameters: ['location'],
  requiredFacts: { ...ERROR_FACTS, thumbprint: true, store: true, path: true },
  // The parameter is the path with the number of the PEM block, which is no path to copy.
  firstLine: ({ parameters: { location }, data: { path, reason } }) =>
    phrase({
      en: `The file ${path || location} of the internal transport certificate is not a readable certificate${reasonInParentheses(reason, 'en')}.`,
      ja: `内部トランスポート証明書のファイル ${path || location} を証明書として読み取れません${reasonInParentheses(reason, 'ja')}。`,
    }),
  lines: ({ data }) => [
    ...labeledLines(phrase({ en: 'Thumbprint', ja: '拇印' }), data.thumbprint),
    ...reasonLines(data),
    ...errorDetailLines(data.detail, data.failure),
    ...configurationLines(data),
  ],
});
