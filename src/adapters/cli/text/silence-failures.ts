import { failuresOf } from '../../../domain/failure/failure.ts';
import { phrase } from '../../../domain/text/phrase.ts';

/** The texts of silences that cannot be added or ended. */
export const SILENCE_FAILURE_PHRASES = {
  silence_matches_nothing: phrase({
    en: 'cannot add a silence: no open condition matches, so it would end at once; give --for or --until instead of --until-cleared',
    ja: '通知停止の追加: 該当する未解消の問題がないため、すぐに終了します。期間を指定するには --for を使用してください',
  }),
  silence_filters_missing: phrase({
    en: 'cannot add a silence: filters are missing; give one or more of --id, --level, --connector, --store, --thumbprint and --name',
    ja: '通知停止の追加: 対象を --id、--level、--connector、--store、--thumbprint、--name で指定してください (複数指定で絞り込み)',
  }),
  silence_reason_missing: phrase({
    en: 'cannot add a silence: the reason is missing; give --reason TEXT',
    ja: '通知停止の追加: 理由を --reason で指定してください。一覧と状態表示に記載されます',
  }),
  silence_end_missing: phrase({
    en: 'cannot add a silence: its end is missing; give one of --for 7d, --until TIME and --until-cleared',
    ja: '通知停止の追加: 期間を --for 7d、--until 時刻、--until-cleared のいずれか 1 つで指定してください',
  }),
  silence_end_in_past: phrase({
    en: 'cannot add a silence: --until is in the past; give a later time',
    ja: '通知停止の追加: --until に過去の時刻が指定されています',
  }),
  silenced_event_unknown: phrase({
    en: ({ eventId }: { readonly eventId: number }) =>
      `cannot add a silence: there is no event ${eventId}; mailcertd conditions lists the open conditions with their event IDs`,
    ja: ({ eventId }) =>
      `通知停止の追加: イベント ${eventId} はありません。mailcertd conditions で未解消のイベント番号を確認できます`,
  }),
  silence_already_ended: phrase({
    en: ({ silenceId }: { readonly silenceId: string }) =>
      `cannot expire silence ${silenceId}: it has already ended; mailcertd silences lists the active ones`,
    ja: ({ silenceId }) =>
      `通知停止 ${silenceId} の解除: すでに終了しています。mailcertd silences で有効なものを表示できます`,
  }),
};

/** The failures of silences that cannot be added or ended. */
export const SILENCE_FAILURES = failuresOf(SILENCE_FAILURE_PHRASES);
