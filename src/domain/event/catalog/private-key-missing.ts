import type { EventDefinition } from '../event-definition.ts';
import { locationLines, seekerLines } from '../sentences.ts';

/** A certificate that would otherwise be selected has no private key. */
export const privateKeyMissing: EventDefinition = {
  eventId: 1200,
  symbolicName: 'PrivateKeyMissing',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'location'],
  en: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `The certificate for ${fqdn} (thumbprint ${thumbprint}) has no private key and cannot be used.`,
    ...seekerLines(facts, wording),
    ...locationLines(facts, wording),
    'Searched for the key: the whole store and the key files of connectors (matched by public key).',
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = ''], facts }, wording) => [
    `${fqdn} の証明書 (拇印 ${thumbprint}) に対応する秘密キーがないため、使用できません。`,
    ...seekerLines(facts, wording),
    ...locationLines(facts, wording),
    '秘密キーを検索した場所: ストア全体、コネクタに指定された秘密キー ファイル (公開キーで照合)',
  ],
};
