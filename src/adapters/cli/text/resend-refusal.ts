import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage, phrase } from '../../../domain/text/phrase.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import type { ResendOutcome } from '../../../work/operations/notification-operations.ts';

type Refused = Exclude<ResendOutcome, { kind: 'resent' }>;

/** Why a delivery cannot be resent, and the next step. */
const RESEND_REFUSALS = {
  line: phrase({
    en: (id: string, cause: string) => `cannot resend delivery ${id}: ${cause}`,
    ja: (id, cause) => `送信 ${id} を再送できません: ${cause}`,
  }),
  notFound: phrase({
    en: 'no such ID; to list deliveries: mailcertd deliveries',
    ja: '該当する ID がありません。mailcertd deliveries で一覧を表示できます',
  }),
  notFinal: phrase({
    en: (showCommand: string) =>
      `it is still pending and is retried automatically; for the next attempt: ${showCommand}`,
    ja: (showCommand) => `まだ送信待ちで、自動的に再試行します。次の試行の確認: ${showCommand}`,
  }),
  isTest: phrase({
    en: (testCommand: string) => `it was a test; to send another one: ${testCommand}`,
    ja: (testCommand) => `テスト通知です。もう一度送るには: ${testCommand}`,
  }),
  noNotifier: phrase({
    en: (notifier: string) => `the configuration no longer has notifier ${notifier}`,
    ja: (notifier) => `通知先 ${notifier} は構成にありません`,
  }),
  recordsDeleted: phrase({
    en: 'some of its records have been deleted by retention',
    ja: '元のイベント レコードの一部が保存期間 (retention) を過ぎています',
  }),
};

/** Returns why a delivery cannot be resent, and the next step. */
export function resendRefusal(id: string, refused: Refused, locale: Locale): string {
  return inLanguage(RESEND_REFUSALS, locale).line(id, causeOf(id, refused, locale));
}

function causeOf(id: string, refused: Refused, locale: Locale): string {
  const texts = inLanguage(RESEND_REFUSALS, locale);
  switch (refused.kind) {
    case 'not-found':
      return texts.notFound;
    case 'not-final':
      return texts.notFinal(shellWords(['mailcertd', 'deliveries', 'show', id]));
    case 'is-test':
      return texts.isTest(shellWords(['mailcertd', 'notifiers', 'test', refused.delivery.notifier]));
    case 'no-notifier':
      return texts.noNotifier(refused.delivery.notifier);
    case 'records-deleted':
      return texts.recordsDeleted;
  }
}
