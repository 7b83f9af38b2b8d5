import { phrase } from '../../text/phrase.ts';
import { usedByLines } from '../connector-sentences.ts';
import type { IssuerData } from '../data/certificate-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { effectByProtocol } from '../effect-by-protocol.ts';
import { SELECTED_CERTIFICATE_FACTS, type SelectedCertificateData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';
import { errorDetailLines } from '../line.ts';

type Data = SelectedCertificateData &
  Pick<ReasonData, 'detail'> &
  Partial<Pick<ReasonData, 'failure'>> &
  Partial<Pick<IssuerData, 'untrustedRoot'>>;

/**
 * A selected certificate does not chain to a trusted root, for example because intermediate
 * certificates are missing. `detail` is the result of the chain verification in English, or empty; `failure` is it as data.
 */
export const untrustedChain: EventDefinition<Data, ['fqdn', 'thumbprint', 'detail']> = defineEvent({
  eventId: 1305,
  symbolicName: 'UntrustedChain',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Certificate chain not trusted', ja: '信頼されない証明書チェーン' }),
  effect: effectByProtocol('selected-rejected'),
  parameters: ['fqdn', 'thumbprint', 'detail'],
  requiredFacts: { ...SELECTED_CERTIFICATE_FACTS, detail: true },
  firstLine: ({ parameters: { fqdn, thumbprint } }) =>
    phrase({
      en: `The certificate for ${fqdn} (thumbprint ${thumbprint}) does not chain to a trusted root.`,
      ja: `${fqdn} の証明書 (拇印 ${thumbprint}) は、このコンピューターで信頼されている証明機関 (CA) につながりません。`,
    }),
  lines: ({ parameters: { detail }, data }) => [
    ...errorDetailLines(detail, data.failure),
    ...usedByLines(data),
    ...locationLines(data),
    phrase({
      en: 'No better certificate is available. Peers that verify the chain reject it.',
      ja: 'ほかに適した証明書はありません。証明書チェーンを検証する相手には拒否されます。',
    }),
    ...(data.untrustedRoot === undefined
      ? []
      : [
          phrase({
            en: `If ${data.untrustedRoot} is your own CA, add its certificate file to the configuration: trust: [system, { enterprise: FILE }]`,
            ja: `${data.untrustedRoot} が自組織の証明機関である場合は、その証明書のファイルを構成ファイルで指定してください: trust: [system, { enterprise: FILE }]`,
          }),
        ]),
  ],
});
