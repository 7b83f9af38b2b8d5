import { phrase } from '../../text/phrase.ts';
import type { DeliveryData } from '../data/delivery-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { detailLine, errorDetailLines } from '../line.ts';
import { reasonLines } from '../reason-sentences.ts';
import type { Writer } from '../writer.ts';

type Data = Pick<DeliveryData, 'notifier'> &
  Pick<ReasonData, 'detail'> &
  Partial<Pick<ReasonData, 'reason' | 'failure'>>;

/** A notifier's endpoint is gone, or its hook must not be run. An administrator must fix it. */
export const notifierDisabled: EventDefinition<Data, ['notifier', 'detail']> = defineEvent({
  eventId: 1501,
  symbolicName: 'NotifierDisabled',
  provider: 'own',
  level: 'Error',
  title: phrase({ en: 'Notifier disabled', ja: '通知先の無効化' }),
  isAboutNotifying: true,
  effect: 'no-alerts',
  parameters: ['notifier', 'detail'],
  requiredFacts: { notifier: true, detail: true },
  firstLine: ({ parameters: { notifier, detail }, data: { reason, failure } }) => {
    if (reason === 'gone') {
      const error = (write: Writer): string => (detail === '' ? '' : ` (${write.text(detailLine(detail, failure))})`);
      return phrase({
        en: (write: Writer) =>
          `Notifier ${write.quote(notifier)} is disabled until a reload: its address no longer exists${error(write)}.`,
        ja: (write) =>
          `通知先${write.quote(notifier)}を無効にしました。アドレスが存在しません${error(write)}。構成が再読み込みされるまで通知しません。`,
      });
    }
    return reason === 'hook_unsafe'
      ? phrase({
          en: (write: Writer) => `Notifier ${write.quote(notifier)} is suspended: other users can change its program.`,
          ja: (write) =>
            `通知先${write.quote(notifier)}に通知できません。実行するファイルをほかのユーザーが変更できます。`,
        })
      : phrase({
          en: (write: Writer) => `Notifier ${write.quote(notifier)} is disabled until the configuration is reloaded.`,
          ja: (write) => `通知先${write.quote(notifier)}を無効にしました。構成が再読み込みされるまで通知しません。`,
        });
  },
  lines: ({ parameters: { detail }, data }) =>
    data.reason === 'gone'
      ? [
          phrase({
            en: 'Correct the address of the notifier in the configuration first.',
            ja: '先に、構成ファイルで通知先のアドレスを修正してください。',
          }),
        ]
      : [...reasonLines(data), ...errorDetailLines(detail, data.failure)],
});
