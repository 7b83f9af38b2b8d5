import { reasonInParentheses } from '../../failure/reason-text.ts';
import { type Phrase, phrase } from '../../text/phrase.ts';
import { requestedByLines } from '../change-sentences.ts';
import { singularOrPlural } from '../count-with-noun.ts';
import { effectsOf } from '../effect-by-protocol.ts';
import { type ErrorData, ROTATION_FACTS, type RotationData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { errorDetailLines } from '../line.ts';
import { reloadCommandLines, reloadedConnectors, reloadedCount, rotatedAddressLines } from '../rotation-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = RotationData & Partial<ErrorData>;

/** The parameters of the first line; `reason` is a `RotationFailure`, also of another version. */
interface Failure {
  readonly connector: string;
  readonly reason: string;
  readonly serialNumber: string;
  readonly serialNumberOnDisk: string;
}

function firstLine({ connector, reason, serialNumber, serialNumberOnDisk }: Failure, data: Data): EventLine {
  const connectors = reloadedConnectors(connector, data);
  const count = reloadedCount(data);
  const was = singularOrPlural(count, 'was', 'were');
  const it = singularOrPlural(count, 'it', 'they');
  const serves = singularOrPlural(count, 'serves', 'serve');
  const does = singularOrPlural(count, 'does', 'do');
  const cause = (write: Writer): string => reasonInParentheses(data.reason, write.locale);
  switch (reason) {
    case 'reload-failed':
      return phrase({
        en: (write: Writer) => `${write.text(connectors)} ${was} not reloaded${cause(write)}.`,
        ja: (write) => `${write.text(connectors)}を再読み込みできませんでした${cause(write)}。`,
      });
    case 'not-served':
      return phrase({
        en: (write: Writer) =>
          `${write.text(connectors)} ${does} not serve the certificate on disk after the reload (serial number ${serialNumber}, not ${serialNumberOnDisk}).`,
        ja: (write) =>
          `${write.text(connectors)}を再読み込みしましたが、提示しているのはシリアル番号 ${serialNumber} の証明書です (ファイル上は ${serialNumberOnDisk})。`,
      });
    case 'probe-failed':
      return phrase({
        en: (write: Writer) =>
          `${write.text(connectors)} ${was} reloaded; which certificate ${it} ${serves} is unknown${cause(write)}.`,
        ja: (write) =>
          `${write.text(connectors)}を再読み込みしましたが、現在提示している証明書を確認できません${cause(write)}。`,
      });
    case 'unknown':
      return phrase({
        en: (write: Writer) =>
          `${write.text(connectors)} ${was} reloaded; which certificate ${it} should serve is unknown.`,
        ja: (write) =>
          `${write.text(connectors)}を再読み込みしましたが、提示すべき証明書を特定できないため、結果を確認できません。`,
      });
    default:
      return phrase({
        en: (write: Writer) => `The reload of ${write.text(connectors)} was not confirmed (${reason}).`,
        ja: (write) => `${write.text(connectors)}の再読み込みの結果を確認できません (${reason})。`,
      });
  }
}

const NOT_CONFIRMED: Phrase<string> = phrase({
  en: 'Served certificate not confirmed after reload',
  ja: '再読み込み後の証明書の確認不可',
});

const NOT_SERVED: Phrase<string> = phrase({
  en: 'New certificate not served after reload',
  ja: '再読み込み後も新しい証明書を提示していない状態',
});

/**
 * A server was reloaded, or its reload failed, and no probe confirmed that it serves the
 * certificates on disk.
 */
export const certificateRotationNotProven: EventDefinition<
  Data,
  ['connector', 'reason', 'serialNumber', 'serialNumberOnDisk']
> = defineEvent({
  eventId: 1421,
  symbolicName: 'CertificateRotationNotProven',
  provider: 'own',
  level: 'Warning',
  title: NOT_CONFIRMED,
  titleOf: (_, { reason }) => (reason === 'not-served' ? NOT_SERVED : NOT_CONFIRMED),
  // Records of earlier versions have no protocols.
  effect: (data) =>
    data.serverProtocols === undefined
      ? ['none-until-served-expiry', 'then-rejected']
      : effectsOf('until-served-expiry', data),
  parameters: ['connector', 'reason', 'serialNumber', 'serialNumberOnDisk'],
  requiredFacts: ROTATION_FACTS,
  firstLine: ({ parameters, data }) => firstLine(parameters, data),
  lines: ({ data }) => [
    ...errorDetailLines(data.detail ?? '', data.failure),
    ...rotatedAddressLines(data),
    ...reloadCommandLines(data),
    ...requestedByLines(data),
  ],
});
