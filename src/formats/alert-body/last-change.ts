import type { Escalation } from '../../domain/event/data/life-cycle-data.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { LEVEL_LABELS } from '../../domain/event/labels.ts';
import { quoteName } from '../../domain/event/quote-name.ts';
import { joinList } from '../../domain/text/join-list.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { inLanguage, phrase } from '../../domain/text/phrase.ts';
import { visible } from '../terminal/visible.ts';

/** Sentences about the last change. `before` is the value before the change. */
const CHANGES = {
  raised: phrase({ en: 'New problem.', ja: '新たに発生しました。' }),
  repeated: phrase({
    en: 'No change. This is a reminder: the problem is still open.',
    ja: '変化はありません。未解消のため再度通知しています。',
  }),
  escalated: phrase({ en: 'Severity raised.', ja: '緊急度が上がりました。' }),
  urgency: phrase({
    en: 'The remaining time has become shorter.',
    ja: '期限までの残り時間がさらに短くなりました。',
  }),
  level: phrase({
    en: (before: string) => `Severity raised (was ${before}).`,
    ja: (before) => `レベルが上がりました (変更前: ${before})。`,
  }),
  connectors: phrase({
    en: (names: string) => `Further connectors are affected: ${names}.`,
    ja: (names) => `新たに影響を受けるコネクタ: ${names}。`,
  }),
  name: phrase({
    en: (before: string) =>
      before === '' ? 'The required name has changed.' : `The required name has changed (was ${before}).`,
    ja: (before) =>
      before === '' ? '検索する名前が変わりました。' : `検索する名前が変わりました (変更前: ${before})。`,
  }),
  certificates: phrase({
    en: (before: number) => `Further certificates are affected (was ${before}).`,
    ja: (before) => `対象の証明書が変わりました (変更前: ${before} 個)。`,
  }),
  files: phrase({
    en: (before: number) => `Further files are affected (was ${before}).`,
    ja: (before) => `対象のファイルが増えました (変更前: ${before} 個)。`,
  }),
};

function escalationSentence(escalation: Escalation, locale: Locale): string {
  const texts = inLanguage(CHANGES, locale);
  switch (escalation.kind) {
    case 'urgency':
      return texts.urgency;
    case 'level':
      return texts.level(LEVEL_LABELS[escalation.before][locale]);
    case 'connectors': {
      const names = escalation.added.map((name) => quoteName(visible(name), locale));
      return texts.connectors(joinList(names, locale));
    }
    case 'name':
      return texts.name(visible(escalation.before));
    case 'certificates':
    case 'files':
      return texts[escalation.kind](escalation.before);
  }
}

/** Returns sentences about the last change; empty for one-time events and cleared conditions. */
export function lastChange({ change, facts }: EventRecord, locale: Locale): readonly string[] {
  const texts = inLanguage(CHANGES, locale);
  switch (change) {
    case 'once':
    case 'cleared':
      return [];
    case 'raised':
      return [texts.raised];
    case 'repeated':
      return [texts.repeated];
    case 'escalated': {
      const { escalation = [] } = facts;
      if (escalation.length === 0) return [texts.escalated];
      return escalation.map((step) => escalationSentence(step, locale));
    }
  }
}
