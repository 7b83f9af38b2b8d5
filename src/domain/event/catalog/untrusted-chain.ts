import { chainDetail } from '../chain-detail.ts';
import type { EventDefinition } from '../event-definition.ts';
import { locationLines, usedByLines } from '../sentences.ts';

/**
 * A selected certificate does not chain to a trusted root, for example because intermediate
 * certificates are missing. `detail` is the result of the chain verification in English, or empty.
 */
export const untrustedChain: EventDefinition = {
  eventId: 1305,
  symbolicName: 'UntrustedChain',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'detail'],
  en: ({ parameters: [fqdn = '', thumbprint = '', detail = ''], facts }, localization) => [
    `The certificate for ${fqdn} (thumbprint ${thumbprint}) does not chain to a trusted root.`,
    ...(detail === '' ? [] : [`Error: ${chainDetail(detail, 'en')}`]),
    ...usedByLines(facts, localization),
    ...locationLines(facts, localization),
    'No better certificate is available. Peers that verify the chain reject it.',
    ...(facts.untrustedRoot === undefined
      ? []
      : [
          `If ${facts.untrustedRoot} is your own CA, add its certificate file to the configuration: trust: [system, { enterprise: FILE }]`,
        ]),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = '', detail = ''], facts }, localization) => [
    `${fqdn} の証明書 (拇印 ${thumbprint}) は、このコンピューターで信頼されている証明機関 (CA) につながりません。`,
    ...(detail === '' ? [] : [`詳細: ${chainDetail(detail, 'ja')}`]),
    ...usedByLines(facts, localization),
    ...locationLines(facts, localization),
    'ほかに適した証明書はありません。証明書チェーンを検証する相手には拒否されます。',
    ...(facts.untrustedRoot === undefined
      ? []
      : [
          `${facts.untrustedRoot} が自組織の証明機関である場合は、その証明書のファイルを構成ファイルで指定してください: trust: [system, { enterprise: FILE }]`,
        ]),
  ],
};
