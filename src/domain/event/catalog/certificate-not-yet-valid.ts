import type { EventDefinition } from '../event-definition.ts';
import { locationLines, seekerLines } from '../sentences.ts';
import { when } from '../wording.ts';

/** Connectors have nothing valid to present, and the first certificate that would serve them is not valid yet. */
export const certificateNotYetValid: EventDefinition = {
  eventId: 1303,
  symbolicName: 'CertificateNotYetValid',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint'],
  en: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `The certificate for ${fqdn} (thumbprint ${thumbprint}) is not valid before ${when(facts.notBefore, wording)}.`,
    ...seekerLines(facts, wording),
    ...locationLines(facts, wording),
    'Until then nothing valid can be presented. If it should be valid by now, look at the clock of this host.',
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `${fqdn} の証明書 (拇印 ${thumbprint}) は、${when(facts.notBefore, wording)} まで有効期間に入りません。`,
    ...seekerLines(facts, wording),
    ...locationLines(facts, wording),
    'それまで提示できる有効な証明書がありません。すでに有効なはずの場合は、このコンピューターの時計を確認してください。',
  ],
};
