import { failuresOf } from '../../../domain/failure/failure.ts';
import { phrase } from '../../../domain/text/phrase.ts';

/** The texts of silences that cannot be added or ended. */
export const SILENCE_FAILURE_PHRASES = {
  silence_matches_nothing: phrase({
    en: 'cannot add a silence: no open condition matches, so it would end at once; give --for or --until instead of --until-cleared',
    ja: '通知停止を追加できません: 該当する未解消の問題がないため、追加してもすぐに終了します。--until-cleared の代わりに --for または --until を指定してください',
  }),
  silence_filters_missing: phrase({
    en: 'cannot add a silence: filters are missing; give one or more of --id, --level, --connector, --store, --thumbprint and --name',
    ja: '通知停止を追加できません: 対象を --id、--level、--connector、--store、--thumbprint、--name の 1 つ以上で指定してください',
  }),
  silence_reason_missing: phrase({
    en: 'cannot add a silence: the reason is missing; give --reason TEXT',
    ja: '通知停止を追加できません: 理由を --reason で指定してください',
  }),
  silence_end_missing: phrase({
    en: 'cannot add a silence: its end is missing; give one of --for 7d, --until TIME and --until-cleared',
    ja: '通知停止を追加できません: 期間を --for 7d、--until 日時、--until-cleared のいずれか 1 つで指定してください',
  }),
  silence_end_in_past: phrase({
    en: 'cannot add a silence: --until is in the past; give a later time',
    ja: '通知停止を追加できません: --until に過去の日時が指定されています。将来の日時を指定してください',
  }),
  silenced_event_unknown: phrase({
    en: ({ eventId }: { readonly eventId: number }) =>
      `cannot add a silence: there is no event ${eventId}; mailcertd conditions lists the open conditions with their event IDs`,
    ja: ({ eventId }) =>
      `通知停止を追加できません: イベント ${eventId} はありません。mailcertd conditions で未解消の問題とイベント ID を確認できます`,
  }),
  silence_already_ended: phrase({
    en: ({ silenceId }: { readonly silenceId: string }) =>
      `cannot expire silence ${silenceId}: it has already ended; mailcertd silences lists the active ones`,
    ja: ({ silenceId }) =>
      `通知停止 ${silenceId} を解除できません: すでに終了しています。mailcertd silences で有効なものを表示できます`,
  }),
};

/** The failures of silences that cannot be added or ended. */
export const SILENCE_FAILURES = failuresOf(SILENCE_FAILURE_PHRASES);
