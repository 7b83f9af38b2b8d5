import { countWithNoun } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';
import { neededByLines } from '../sentences.ts';

/** A certificate file was replaced, and the new certificate lacks names or has another issuer. */
export const renewalChangedCertificate: EventDefinition = {
  eventId: 1309,
  symbolicName: 'RenewalChangedCertificate',
  provider: 'own',
  level: 'Warning',
  parameters: ['path', 'thumbprint', 'previousThumbprint', 'missingNames'],
  en: (
    { parameters: [path = '', thumbprint = '', previousThumbprint = '', missingNames = ''], facts },
    localization,
  ) => [
    missingNames === ''
      ? `The renewed certificate in ${path} has another issuer.`
      : `The renewed certificate in ${path} lacks ${countWithNoun(facts.missingNames?.length ?? 1, 'name')} of the previous one.`,
    ...(missingNames === '' ? [] : [`Missing names: ${missingNames}`]),
    ...(facts.previousIssuer === undefined
      ? []
      : [`Previous issuer: ${facts.previousIssuer}`, `Current issuer: ${facts.issuer}`]),
    `Thumbprint: ${thumbprint}; previous: ${previousThumbprint}`,
    ...neededByLines(facts, localization),
    'If this change was intended, it is accepted after a week. Until then, this condition stays open.',
  ],
  ja: (
    { parameters: [path = '', thumbprint = '', previousThumbprint = '', missingNames = ''], facts },
    localization,
  ) => [
    missingNames === ''
      ? `更新後の証明書 (${path}) の発行者が以前と異なります。`
      : `更新後の証明書 (${path}) に、以前の証明書にあった名前が ${facts.missingNames?.length ?? 1} 個含まれていません。`,
    ...(missingNames === '' ? [] : [`含まれていない名前: ${missingNames}`]),
    ...(facts.previousIssuer === undefined
      ? []
      : [`以前の発行者: ${facts.previousIssuer}`, `現在の発行者: ${facts.issuer}`]),
    `拇印: ${thumbprint}、以前の拇印: ${previousThumbprint}`,
    ...neededByLines(facts, localization),
    '意図した変更であれば、1 週間後に正常とみなします。それまでこの問題は未解消のままです。',
  ],
};
