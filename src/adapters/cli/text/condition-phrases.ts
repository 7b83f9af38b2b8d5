import { countWithNoun } from '../../../domain/event/count-with-noun.ts';
import { phrase } from '../../../domain/text/phrase.ts';

/** The number of open conditions by level. */
export interface OpenCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly informations: number;
  /** How many of these conditions are silenced. */
  readonly silenced: number;
}

/** Only for English. */
function silencedText(silenced: number, all: number): string {
  if (silenced === 0) return '';
  if (silenced < all) return `, ${silenced} of them silenced`;
  return all === 1 ? ', silenced' : ', all silenced';
}

/** The texts about open conditions and event records. */
export const CONDITION_PHRASES = {
  counts: phrase({
    en: ({ errors, warnings, informations, silenced }: OpenCounts) => {
      const parts = [
        ...(errors > 0 ? [countWithNoun(errors, 'error')] : []),
        ...(warnings > 0 ? [countWithNoun(warnings, 'warning')] : []),
        ...(informations > 0 ? [countWithNoun(informations, 'note')] : []),
      ];
      if (parts.length === 0) return 'no open conditions';
      return `${parts.join(', ')} open${silencedText(silenced, errors + warnings + informations)}`;
    },
    ja: ({ errors, warnings, informations, silenced }) => {
      const parts = [
        ...(errors > 0 ? [`エラー ${errors} 件`] : []),
        ...(warnings > 0 ? [`警告 ${warnings} 件`] : []),
        ...(informations > 0 ? [`情報 ${informations} 件`] : []),
      ];
      if (parts.length === 0) return '未解消の問題なし';
      const silencedPart =
        silenced === errors + warnings + informations ? '、すべて通知停止中' : `、うち通知停止中 ${silenced} 件`;
      return `未解消: ${parts.join('、')}${silenced > 0 ? silencedPart : ''}`;
    },
  }),
  /** Follows an empty table of conditions. */
  nothingOpen: phrase({ en: 'No open conditions.', ja: '未解消の問題はありません。' }),
  /** No daemon has stored any conditions. */
  openConditionsUnknown: phrase({
    en: 'Open conditions are unknown, because no daemon has scanned here yet. To start one: mailcertd run',
    ja: '未解消の問題は不明です。デーモンによるスキャンがまだありません。開始: mailcertd run',
  }),
  /** Follows an empty list of event records. */
  noEventMatches: phrase({ en: 'No event matches.', ja: '該当するイベントはありません。' }),
};
