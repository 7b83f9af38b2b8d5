import { reasonTextOrCode } from '../../failure/reason-text.ts';
import { phrase } from '../../text/phrase.ts';
import type { ReasonData } from '../event-data.ts';
import { type ErrorData, NO_ERROR } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { detailLine, ERROR_LABEL, labeledLine } from '../line.ts';
import { reasonLines } from '../sentences.ts';
import type { Writer } from '../writer.ts';

type Data = ErrorData & Pick<ReasonData, 'path' | 'inventory'>;

/** A discovered setting cannot be determined. Checks that depend on it are left out. */
export const settingUnresolved: EventDefinition<Data, ['inventory', 'location', 'reason']> = defineEvent({
  eventId: 1109,
  symbolicName: 'SettingUnresolved',
  provider: 'own',
  level: 'Warning',
  title: { en: 'Setting of a server unresolved', ja: 'サーバー設定の判断不可' },
  effect: 'problems-undetected',
  parameters: ['inventory', 'location', 'reason'],
  missingData: { ...NO_ERROR, path: '', inventory: '' },
  firstLine: ({ parameters: { inventory, location } }) =>
    phrase({
      en: (write: Writer) => `Cannot determine setting ${write.quote(location)} of ${write.quote(inventory)}.`,
      ja: (write) => `${write.quote(inventory)}の設定に判断できない箇所があります: ${write.quote(location)}。`,
    }),
  lines: ({ parameters: { reason }, data }) => [
    labeledLine(
      ERROR_LABEL,
      data.detail === ''
        ? { en: reasonTextOrCode(reason, 'en'), ja: reasonTextOrCode(reason, 'ja') }
        : detailLine(data.detail, data.failure),
    ),
    ...reasonLines(data),
    phrase({
      en: 'A connector that can no longer be read is checked as last discovered. An unknown certificate is not checked.',
      ja: '設定を読み取れなくなったコネクタは、最後に検出した内容で確認します。不明な証明書は確認の対象外です。',
    }),
  ],
});
