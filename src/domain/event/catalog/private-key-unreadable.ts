import { phrase } from '../../text/phrase.ts';
import { neededByLines } from '../connector-sentences.ts';
import type { KeyData } from '../data/certificate-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { keyUnusableEffects } from '../effect-by-protocol.ts';
import { SELECTED_CERTIFICATE_FACTS, type SelectedCertificateData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';
import { listLines } from '../line.ts';

type Data = SelectedCertificateData & Pick<ReasonData, 'reason'> & KeyData;

/**
 * The account that loads the key of a certificate that would otherwise be selected cannot read it.
 */
export const privateKeyUnreadable: EventDefinition<Data, ['fqdn', 'thumbprint', 'keyLocation', 'keyLoadedBy']> =
  defineEvent({
    eventId: 1202,
    symbolicName: 'PrivateKeyUnreadable',
    provider: 'own',
    level: 'Warning',
    title: phrase({ en: 'Private key unreadable', ja: '秘密キーの読み取り不可' }),
    effect: keyUnusableEffects,
    parameters: ['fqdn', 'thumbprint', 'keyLocation', 'keyLoadedBy'],
    requiredFacts: { ...SELECTED_CERTIFICATE_FACTS, reason: true, keyLoadedBy: true, inaccessiblePaths: true },
    firstLine: ({ parameters: { fqdn, thumbprint, keyLoadedBy: account } }) =>
      phrase({
        en: `Account ${account} cannot read the private key of the certificate for ${fqdn} (thumbprint ${thumbprint}).`,
        ja: `${fqdn} の証明書 (拇印 ${thumbprint}) の秘密キーを、アカウント ${account} が読み取れません。`,
      }),
    lines: ({ parameters: { keyLocation, keyLoadedBy: account }, data }) => [
      phrase({
        en: `Key file: ${keyLocation} (loaded by ${account})`,
        ja: `秘密キーのファイル: ${keyLocation} (${account} が読み込みます)`,
      }),
      ...listLines(
        phrase({ en: `No access for ${account}`, ja: `${account} にアクセス許可がない場所` }),
        data.inaccessiblePaths,
      ),
      ...neededByLines(data),
      ...locationLines(data),
      phrase({
        en: 'If each renewal writes a new key file, as with certbot, also run the commands in its deploy hook.',
        ja: 'certbot のように、更新のたびに新しい秘密キーのファイルが作成される場合は、更新後のフック (deploy hook) でも次のコマンドを実行してください。',
      }),
    ],
  });
