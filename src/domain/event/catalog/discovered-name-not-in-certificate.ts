import { phrase } from '../../text/phrase.ts';
import { usedByLines } from '../connector-sentences.ts';
import { countWithNoun } from '../count-with-noun.ts';
import { effectByProtocol, mailUsersOf } from '../effect-by-protocol.ts';
import { SELECTED_CERTIFICATE_FACTS, type SelectedCertificateData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

/** The lines about the name that is verified instead of the hostname of the server. */
const VERIFIED_NAMES = {
  servers: phrase({
    en: 'Other servers verify the name in the MX record. If the certificate matches that name, no action is needed.',
    ja: '送信元のサーバーが検証するのは MX レコードの名前です。その名前が証明書に含まれていれば問題ありません。',
  }),
  clients: phrase({
    en: 'Clients verify the name that is set in them. If the certificate matches that name, no action is needed.',
    ja: 'クライアントが検証するのは、クライアントに設定された名前です。その名前が証明書に含まれていれば問題ありません。',
  }),
};

function verifiedNameLines(data: SelectedCertificateData): readonly EventLine[] {
  const users = mailUsersOf(data).flatMap((user) =>
    user === 'remote' ? [] : [user === 'servers' ? ('servers' as const) : ('clients' as const)],
  );
  return [...new Set(users)].map((user) => VERIFIED_NAMES[user]);
}

/** Returns the connectors that use the certificate, for the middle of a sentence. */
function ownerName({ connectors: [connector, ...others] }: SelectedCertificateData): EventLine {
  if (connector === undefined || connector === '') return phrase({ en: 'a mail server', ja: 'メール サーバー' });
  if (others.length === 0) return (write) => write.quote(connector);
  return phrase({
    en: (write: Writer) => `${write.quote(connector)} and ${countWithNoun(others.length, 'other connector')}`,
    ja: (write) => `${write.quote(connector)}ほか ${others.length} 個のコネクタ`,
  });
}

/**
 * The hostname in a server's settings, which were discovered automatically, is not in the server's
 * certificate. The level is Information, because other servers verify the name in the MX record,
 * not this hostname.
 * @see RFC 7817 section 3
 * @see RFC 8461 section 4.1
 */
export const discoveredNameNotInCertificate: EventDefinition<SelectedCertificateData, ['fqdn', 'thumbprint']> =
  defineEvent({
    eventId: 1310,
    symbolicName: 'DiscoveredNameNotInCertificate',
    provider: 'own',
    level: 'Information',
    title: phrase({ en: 'Name not in the certificate', ja: '証明書にない名前' }),
    effect: effectByProtocol('own-name-missing'),
    parameters: ['fqdn', 'thumbprint'],
    requiredFacts: SELECTED_CERTIFICATE_FACTS,
    firstLine: ({ parameters: { fqdn, thumbprint }, data }) => {
      const owner = ownerName(data);
      return phrase({
        en: (write: Writer) =>
          `The certificate of ${write.text(owner)} does not match the server's own name, ${fqdn} (thumbprint ${thumbprint}).`,
        ja: (write) =>
          `${write.text(owner)}の証明書 (拇印 ${thumbprint}) に、サーバー自身の名前 ${fqdn} が含まれていません。`,
      });
    },
    lines: ({ data }) => [...usedByLines(data), ...locationLines(data), ...verifiedNameLines(data)],
  });
