import type { EventDefinition } from '../event-definition.ts';
import { seekerLines } from '../sentences.ts';
import { counted } from '../wording.ts';

/** A certificate file was replaced, and the new certificate lacks names or has another issuer. */
export const renewalChangedCertificate: EventDefinition = {
  eventId: 1309,
  symbolicName: 'RenewalChangedCertificate',
  provider: 'own',
  level: 'Warning',
  parameters: ['path', 'thumbprint', 'previousThumbprint', 'missingNames'],
  en: ({ parameters: [path = '', thumbprint = '', before = '', lost = ''], facts }, wording) => [
    lost === ''
      ? `The renewed certificate in ${path} has another issuer.`
      : `The renewed certificate in ${path} lacks ${counted(facts.missingNames?.length ?? 1, 'name')} of the previous one.`,
    ...(lost === '' ? [] : [`Missing names: ${lost}`]),
    ...(facts.previousIssuer === undefined
      ? []
      : [`Previous issuer: ${facts.previousIssuer}`, `Current issuer: ${facts.issuer}`]),
    `Thumbprint: ${thumbprint}; previous: ${before}`,
    ...seekerLines(facts, wording),
    'If this change was intended, it is accepted after a week. Until then, this condition stays open.',
  ],
  ja: ({ parameters: [path = '', thumbprint = '', before = '', lost = ''], facts }, wording) => [
    lost === ''
      ? `更新後の証明書 (${path}) の発行者が以前と異なります。`
      : `更新後の証明書 (${path}) に、以前の証明書にあった名前が ${facts.missingNames?.length ?? 1} 個含まれていません。`,
    ...(lost === '' ? [] : [`含まれていない名前: ${lost}`]),
    ...(facts.previousIssuer === undefined
      ? []
      : [`以前の発行者: ${facts.previousIssuer}`, `現在の発行者: ${facts.issuer}`]),
    `拇印: ${thumbprint}、以前の拇印: ${before}`,
    ...seekerLines(facts, wording),
    '意図した変更であれば、1 週間後に正常とみなします。それまでこの問題は未解消のままです。',
  ],
};
