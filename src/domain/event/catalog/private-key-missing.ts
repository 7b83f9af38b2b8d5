import type { EventDefinition } from '../event-definition.ts';
import { locationLines, neededByLines } from '../sentences.ts';

/** A certificate that would otherwise be selected has no private key. */
export const privateKeyMissing: EventDefinition = {
  eventId: 1200,
  symbolicName: 'PrivateKeyMissing',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'location'],
  en: ({ parameters: [fqdn = '', thumbprint = ''], facts }, localization) => [
    `The certificate for ${fqdn} (thumbprint ${thumbprint}) has no private key and cannot be used.`,
    ...neededByLines(facts, localization),
    ...locationLines(facts, localization),
    'Searched for the key: the whole store and the key files of connectors (matched by public key).',
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = ''], facts }, localization) => [
    `${fqdn} の証明書 (拇印 ${thumbprint}) に対応する秘密キーがないため、使用できません。`,
    ...neededByLines(facts, localization),
    ...locationLines(facts, localization),
    '秘密キーを検索した場所: ストア全体、コネクタに指定された秘密キー ファイル (公開キーで照合)',
  ],
};
