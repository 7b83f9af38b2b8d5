import type { EventDefinition } from '../event-definition.ts';
import { locationLines, neededByLines } from '../sentences.ts';

/**
 * The account that loads the key of a certificate that would otherwise be selected cannot read it.
 */
export const privateKeyUnreadable: EventDefinition = {
  eventId: 1202,
  symbolicName: 'PrivateKeyUnreadable',
  provider: 'own',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'keyLocation', 'keyLoadedBy'],
  en: ({ parameters: [fqdn = '', thumbprint = '', key = '', account = ''], facts }, localization) => [
    `Account ${account} cannot read the private key of the certificate for ${fqdn} (thumbprint ${thumbprint}).`,
    `Key file: ${key} (loaded by ${account})`,
    ...(facts.inaccessiblePaths === undefined
      ? []
      : [`No access for ${account}: ${facts.inaccessiblePaths.join(', ')}`]),
    ...neededByLines(facts, localization),
    ...locationLines(facts, localization),
  ],
  ja: ({ parameters: [fqdn = '', thumbprint = '', key = '', account = ''], facts }, localization) => [
    `${fqdn} の証明書 (拇印 ${thumbprint}) の秘密キーを、アカウント ${account} が読み取れません。`,
    `秘密キーのファイル: ${key} (${account} が読み込みます)`,
    ...(facts.inaccessiblePaths === undefined
      ? []
      : [`${account} にアクセス許可がない場所: ${facts.inaccessiblePaths.join(', ')}`]),
    ...neededByLines(facts, localization),
    ...locationLines(facts, localization),
  ],
};
