import { type Phrase, phrase } from '../../text/phrase.ts';
import type { PreviousData } from '../data/certificate-data.ts';
import type { NameData } from '../data/connector-data.ts';
import type { ConversationData } from '../data/probe-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { effectByProtocol } from '../effect-by-protocol.ts';
import { SERVED_FACTS, type ServedData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { labeledLine } from '../line.ts';
import { reasonLines } from '../reason-sentences.ts';
import { acceptNameLines, lostNameLines, previouslyServedLines } from '../served-regression-sentences.ts';
import {
  addressLines,
  earlierProbeLines,
  nextStepLine,
  remoteCertificateSubject,
  servedByLines,
  subjectLines,
} from '../served-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = ServedData &
  Pick<ReasonData, 'reason'> &
  Pick<ConversationData, 'names'> &
  Partial<Pick<NameData, 'fqdnSource'> & PreviousData>;

function dnsNamesLine({ names }: Data): EventLine {
  return names.length === 0
    ? phrase({ en: 'The certificate has no DNS names.', ja: 'DNS 名は含まれていません。' })
    : labeledLine(phrase({ en: 'DNS names in the certificate', ja: '含まれている DNS 名' }), (write) =>
        write.list(names),
      );
}

/** Returns the next step. @param name the missing name; undefined: all previous names are missing */
function reissueStep(name: string | undefined): Phrase<string> {
  return name === undefined
    ? phrase({
        en: 'Have the certificate reissued with the previous names, or set the right certificate in the server.',
        ja: '以前の名前を含めて証明書を再発行するか、サーバーに正しい証明書を設定してください。',
      })
    : phrase({
        en: `Have the certificate reissued with ${name}, set another certificate in the server, or correct the fqdn of the connector.`,
        ja: `${name} を含めて証明書を再発行するか、サーバーに別の証明書を設定するか、コネクタの fqdn を修正してください。`,
      });
}

/**
 * A served certificate does not match the name that clients use for the server, or none of the
 * names that the previous certificate matched.
 * @see RFC 9525 section 6
 */
export const servedNameMismatch: EventDefinition<Data, ['fqdn', 'thumbprint']> = defineEvent({
  eventId: 1405,
  symbolicName: 'ServedNameMismatch',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Served certificate does not match the name', ja: '提示中の証明書の名前の不一致' }),
  effect: effectByProtocol('served-rejected'),
  parameters: ['fqdn', 'thumbprint'],
  requiredFacts: { ...SERVED_FACTS, reason: true, names: true },
  firstLine: ({ parameters: { fqdn, thumbprint }, data }) => {
    const remote = remoteCertificateSubject(data, thumbprint);
    const isNameLost = lostNameLines(data).length > 0;
    if (remote !== undefined)
      return phrase({
        en: (write: Writer) =>
          `${write.text(remote)} ${isNameLost ? 'no longer matches any of the previous names' : 'does not match that name'}.`,
        ja: (write) =>
          `${write.text(remote)} に、${isNameLost ? '以前の証明書の名前がありません' : 'この名前が含まれていません'}。`,
      });
    return isNameLost
      ? phrase({
          en: `The certificate now served for ${fqdn} matches none of the previous names (thumbprint ${thumbprint}).`,
          ja: `${fqdn} でサーバーが提示している証明書 (拇印 ${thumbprint}) に、以前の証明書の名前がありません。`,
        })
      : phrase({
          en: `The served certificate does not match the name ${fqdn} (thumbprint ${thumbprint}).`,
          ja: `サーバーが提示している証明書 (拇印 ${thumbprint}) に、名前 ${fqdn} が含まれていません。`,
        });
  },
  lines: ({ parameters: { fqdn }, data }) => [
    dnsNamesLine(data),
    ...servedByLines(data),
    ...addressLines(data),
    ...subjectLines(data),
    ...previouslyServedLines(data, { mentionsTrust: false }),
    ...lostNameLines(data),
    ...reasonLines(data),
    ...earlierProbeLines(data),
    nextStepLine(data, reissueStep(lostNameLines(data).length > 0 ? undefined : fqdn)),
    ...acceptNameLines(data),
  ],
});
