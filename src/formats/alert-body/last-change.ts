import type { EventRecord } from '../../domain/event/event-record.ts';
import type { Escalation } from '../../domain/event/facts.ts';
import { LEVEL_LABELS } from '../../domain/event/labels.ts';
import { quoteName } from '../../domain/event/quote-name.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { visible } from '../terminal/visible.ts';

function escalationSentence(escalation: Escalation, locale: Locale): string {
  const isJapanese = locale === 'ja';
  switch (escalation.kind) {
    case 'urgency':
      return isJapanese ? '期限までの残り時間がさらに短くなりました。' : 'The remaining time has become shorter.';
    case 'level': {
      const before = LEVEL_LABELS[locale][escalation.before];
      return isJapanese ? `レベルが上がりました (変更前: ${before})。` : `Severity raised (was ${before}).`;
    }
    case 'connectors': {
      const names = escalation.added.map((name) => quoteName(visible(name), locale)).join(isJapanese ? '、' : ', ');
      return isJapanese ? `新たに影響を受けるコネクタ: ${names}。` : `Further connectors are affected: ${names}.`;
    }
    case 'name': {
      const before = visible(escalation.before);
      if (before === '') return isJapanese ? '検索する名前が変わりました。' : 'The required name has changed.';
      return isJapanese
        ? `検索する名前が変わりました (変更前: ${before})。`
        : `The required name has changed (was ${before}).`;
    }
    case 'certificates':
      return isJapanese
        ? `対象の証明書が変わりました (変更前: ${escalation.before} 個)。`
        : `Further certificates are affected (was ${escalation.before}).`;
    case 'files':
      return isJapanese
        ? `対象のファイルが増えました (変更前: ${escalation.before} 個)。`
        : `Further files are affected (was ${escalation.before}).`;
  }
}

/** Returns sentences about the last change; empty for one-time events and cleared conditions. */
export function lastChange({ change, facts }: EventRecord, locale: Locale): readonly string[] {
  const isJapanese = locale === 'ja';
  switch (change) {
    case 'once':
    case 'cleared':
      return [];
    case 'raised':
      return [isJapanese ? '新たに発生しました。' : 'New problem.'];
    case 'repeated':
      return [
        isJapanese
          ? '変化はありません。未解消のため再度通知しています。'
          : 'No change. This is a reminder: the problem is still open.',
      ];
    case 'escalated': {
      const { escalation = [] } = facts;
      if (escalation.length === 0) return [isJapanese ? '緊急度が上がりました。' : 'Severity raised.'];
      return escalation.map((step) => escalationSentence(step, locale));
    }
  }
}
