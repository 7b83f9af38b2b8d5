import { type Failure, isFailureList } from '../../failure/failure.ts';
import { daemonFailureText } from '../../failure/failure-text.ts';
import { phrase } from '../../text/phrase.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { ERROR_FACTS, type ErrorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import type { EventLine } from '../writer.ts';

type Data = ErrorData & Pick<ReasonData, 'path'>;

/**
 * The configuration file has errors, or only a restart can load it. The previous configuration
 * stays in use until a correct one is loaded.
 */
export const configurationRejected: EventDefinition<Data, ['file', 'problems']> = defineEvent({
  eventId: 1003,
  symbolicName: 'ConfigurationRejected',
  provider: 'own',
  level: 'Error',
  title: phrase({ en: 'Configuration rejected', ja: '構成の読み込み失敗' }),
  effect: 'no-effect',
  parameters: ['file', 'problems'],
  requiredFacts: { ...ERROR_FACTS, path: true },
  firstLine: ({ parameters: { file }, data: { reason } }) =>
    reason === 'restart_required'
      ? phrase({
          en: `Configuration ${file} was not loaded: mailcertd must be restarted; the previous configuration stays active.`,
          ja: `mailcertd の再起動が必要なため、構成ファイル ${file} を適用しませんでした。以前の構成のまま動作を続けます。`,
        })
      : phrase({
          en: `Configuration ${file} has errors and was rejected; the previous configuration stays active.`,
          ja: `構成ファイル ${file} に誤りがあるため適用しませんでした。以前の構成のまま動作を続けます。`,
        }),
  // Records of earlier versions have only the text of the errors, one per line.
  lines: ({ parameters: { problems }, data: { failure } }) => errorLines(failure) ?? problems.split('\n'),
});

/** Returns the errors in a failure, one per line; undefined if it has no list of errors. */
function errorLines(failure: Failure | undefined): readonly EventLine[] | undefined {
  const errors = failure?.arguments['errors'];
  if (!isFailureList(errors)) return undefined;
  return errors.map((error) => phrase({ en: daemonFailureText(error, 'en'), ja: daemonFailureText(error, 'ja') }));
}
