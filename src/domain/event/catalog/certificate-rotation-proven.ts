import { type Phrase, phrase } from '../../text/phrase.ts';
import { expiryLine } from '../certificate-sentences.ts';
import { requestedByLines } from '../change-sentences.ts';
import { singularOrPlural } from '../count-with-noun.ts';
import { ROTATION_FACTS, type RotationData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { reloadCommandLines, reloadedConnectors, reloadedCount, rotatedAddressLines } from '../rotation-sentences.ts';
import type { Writer } from '../writer.ts';

/** Returns the serial number before the reload, compared with the current one. */
function compareWithPrevious(serialNumber: string, previous: string): Phrase<string> {
  if (previous === '') return phrase({ en: 'previously unknown', ja: '変更前は確認できず' });
  return previous === serialNumber
    ? phrase({ en: 'as before', ja: '変更なし' })
    : phrase({ en: `previously ${previous}`, ja: `変更前 ${previous}` });
}

/**
 * A server was reloaded, and probes confirmed that all addresses serve the certificates on disk.
 */
export const certificateRotationProven: EventDefinition<
  RotationData,
  ['connector', 'serialNumber', 'serialNumberBefore']
> = defineEvent({
  eventId: 1420,
  symbolicName: 'CertificateRotationProven',
  provider: 'own',
  level: 'Information',
  title: phrase({ en: 'New certificate served after reload', ja: '再読み込み後の証明書の確認' }),
  effect: 'no-effect',
  parameters: ['connector', 'serialNumber', 'serialNumberBefore'],
  requiredFacts: ROTATION_FACTS,
  firstLine: ({ parameters: { connector, serialNumber, serialNumberBefore }, data }) => {
    const comparison = compareWithPrevious(serialNumber, serialNumberBefore);
    const subject = reloadedConnectors(connector, data);
    const count = reloadedCount(data);
    const predicate = `${singularOrPlural(count, 'serves', 'serve')} the ${singularOrPlural(count, 'certificate', 'certificates')} on disk`;
    return phrase({
      en: (write: Writer) =>
        `${write.text(subject)} ${predicate}: serial number ${serialNumber}, ${write.text(comparison)}.`,
      ja: (write) =>
        `${write.text(subject)}がファイル上の証明書を提示していることを確認しました (シリアル番号 ${serialNumber}、${write.text(comparison)})。`,
    });
  },
  lines: ({ data }) => [
    ...rotatedAddressLines(data),
    ...(data.notAfter === undefined ? [] : [expiryLine({ notAfter: data.notAfter })]),
    ...reloadCommandLines(data),
    ...requestedByLines(data),
  ],
});
