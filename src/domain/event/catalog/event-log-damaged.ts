import type { Failure } from '../../failure/failure.ts';
import { hasFailureCode } from '../../failure/has-failure-code.ts';
import { phrase } from '../../text/phrase.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { ERROR_FACTS, type ErrorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { detailLine, ERROR_LABEL, labeledLine } from '../line.ts';

type Data = ErrorData & Pick<ReasonData, 'path'>;

/** Returns whether no row of the event log was lost. */
function isComplete(failure: Failure | undefined): boolean {
  return failure !== undefined && hasFailureCode(failure, 'no_row_lost');
}

/** Returns whether another file was at the path, so that the event log itself was not damaged. */
function isReplaced(failure: Failure | undefined): boolean {
  return failure !== undefined && hasFailureCode(failure, 'event_log_file_replaced');
}

/**
 * The event log was damaged: the file was renamed, and its readable rows were copied to a new log.
 * The location is empty if the file disappeared. The detail then says when, and what the new file
 * contains.
 */
export const eventLogDamaged: EventDefinition<Data, ['location', 'detail']> = defineEvent({
  eventId: 1105,
  symbolicName: 'EventLogDamaged',
  provider: 'own',
  level: 'Error',
  title: phrase({ en: 'Event log damaged', ja: 'イベント ログの破損' }),
  effect: ({ failure }) => [isComplete(failure) ? 'no-effect' : 'rows-may-be-lost'],
  parameters: ['location', 'detail'],
  requiredFacts: { ...ERROR_FACTS, path: true },
  laterData: { path: '' },
  firstLine: ({ parameters: { location }, data: { failure } }) =>
    location === ''
      ? phrase({
          en: 'The file of the event log disappeared.',
          ja: 'イベント ログのファイルがなくなりました。',
        })
      : isReplaced(failure)
        ? phrase({
            en: `Another file replaced the event log and was renamed to ${location}; the new log contains every readable row.`,
            ja: `イベント ログが別のファイルに置き換えられていたため、そのファイルを ${location} として退避し、読み取れた内容を引き継いで新しいログを開始しました。`,
          })
        : phrase({
            en: `The event log was damaged and was renamed to ${location}; the new log contains every readable row.`,
            ja: `イベント ログが破損していたため、${location} として退避し、読み取れた内容を引き継いで新しいログを開始しました。`,
          }),
  lines: ({ parameters: { location, detail }, data: { failure } }) => [
    ...(location === '' || isReplaced(failure)
      ? []
      : [
          phrase({
            en: 'Open conditions that were lost are raised again if the problem still exists. Check the disk and the file system: journalctl -k',
            ja: '未解消の問題の記録が失われた場合も、問題が続いていれば再び「発生」として記録します。ディスクとファイル システムを確認してください: journalctl -k',
          }),
        ]),
    labeledLine(ERROR_LABEL, detailLine(detail, failure)),
  ],
});
