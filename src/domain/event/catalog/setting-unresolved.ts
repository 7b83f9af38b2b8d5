import { reasonTextOrCode } from '../../failure/reason-text.ts';
import { type Phrase, phrase } from '../../text/phrase.ts';
import { withoutFullStop } from '../../text/without-full-stop.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { ERROR_FACTS, type ErrorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { detailLine, ERROR_LABEL, labeledLine } from '../line.ts';
import { reasonLines } from '../reason-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = ErrorData & Pick<ReasonData, 'path' | 'inventory'>;

const UNCLEAR: Phrase<string> = phrase({ en: 'Server setting unclear', ja: 'サーバー設定の判断不可' });
const WRONG: Phrase<string> = phrase({ en: 'Server setting wrong', ja: 'サーバー設定の誤り' });

const CORRECT_SETTING: Phrase<string> = phrase({
  en: 'Correct the setting; the next scan reads it again.',
  ja: '設定を修正してください。次回のスキャンで読み直します。',
});

/** Returns the error of a setting; without one, the text of the reason. */
function errorOf(reason: string, { detail, failure }: Data): EventLine {
  return detail === ''
    ? phrase({ en: reasonTextOrCode(reason, 'en'), ja: reasonTextOrCode(reason, 'ja') })
    : detailLine(detail, failure);
}

/** A discovered setting cannot be determined. Checks that depend on it are left out. */
export const settingUnresolved: EventDefinition<Data, ['inventory', 'location', 'reason']> = defineEvent({
  eventId: 1109,
  symbolicName: 'SettingUnresolved',
  provider: 'own',
  level: 'Warning',
  title: UNCLEAR,
  titleOf: ({ reason }) => (reason === 'settings_malformed' ? WRONG : UNCLEAR),
  effect: ({ reason }) =>
    reason === 'settings_malformed' ? ['setting-wrong', 'problems-undetected-meanwhile'] : ['problems-undetected'],
  parameters: ['inventory', 'location', 'reason'],
  requiredFacts: { ...ERROR_FACTS, path: true, inventory: true },
  firstLine: ({ parameters: { inventory, location }, data }) =>
    data.reason === 'settings_malformed'
      ? phrase({
          en: (write: Writer) =>
            `A setting of ${write.quote(inventory)} is wrong: ${location}: ${withoutFullStop(write.text(errorOf(data.reason, data)))}.`,
          ja: (write) =>
            `${write.quote(inventory)}の設定に誤りがあります (${location}): ${withoutFullStop(write.text(errorOf(data.reason, data)))}。`,
        })
      : phrase({
          en: (write: Writer) =>
            `A setting of ${write.quote(inventory)} cannot be determined: ${write.quote(location)}.`,
          ja: (write) => `${write.quote(inventory)}の設定に判断できない箇所があります: ${write.quote(location)}。`,
        }),
  lines: ({ parameters: { reason }, data }) => [
    // The first line of a wrong setting contains the error.
    ...(data.reason === 'settings_malformed' ? [] : [labeledLine(ERROR_LABEL, errorOf(reason, data))]),
    ...reasonLines(data),
    ...(data.reason === 'settings_malformed' ? [CORRECT_SETTING] : []),
    phrase({
      en: 'A connector that cannot be read now is checked with its previous settings. If its certificate file is unknown, only the served certificate is checked.',
      ja: '設定を読み取れなくなったコネクタは、最後に検出した設定で確認します。証明書ファイルが不明な場合は、サーバーが提示している証明書だけを確認します。',
    }),
  ],
});
