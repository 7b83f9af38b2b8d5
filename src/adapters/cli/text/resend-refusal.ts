import type { Locale } from '../../../domain/text/locale.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import type { ResendOutcome } from '../../../work/operations/notification-operations.ts';

type Refused = Exclude<ResendOutcome, { kind: 'resent' }>;

/** Returns why a delivery cannot be resent, and the next step. */
export function resendRefusal(id: string, refused: Refused, locale: Locale): string {
  return locale === 'ja'
    ? `送信 ${id} の再送: ${japaneseReason(id, refused)}`
    : `cannot resend delivery ${id}: ${englishReason(id, refused)}`;
}

function japaneseReason(id: string, refused: Refused): string {
  if (refused.kind === 'not-found') return '該当する ID がありません。mailcertd deliveries で一覧を表示できます';
  const { notifier } = refused.delivery;
  switch (refused.kind) {
    case 'not-final':
      return `まだ送信中で、自動的に再試行されます。次の試行の確認: ${showCommand(id)}`;
    case 'is-test':
      return `テスト通知です。もう一度送るには: ${testCommand(notifier)}`;
    case 'no-notifier':
      return `通知先 ${notifier} は構成にありません`;
    case 'records-deleted':
      return '元のイベント レコードの一部が保存期間 (retention) を過ぎています';
  }
}

const showCommand = (id: string): string => shellWords(['mailcertd', 'deliveries', 'show', id]);

const testCommand = (notifier: string): string => shellWords(['mailcertd', 'notifiers', 'test', notifier]);

function englishReason(id: string, refused: Refused): string {
  if (refused.kind === 'not-found') return 'no such ID; to list deliveries: mailcertd deliveries';
  const { notifier } = refused.delivery;
  switch (refused.kind) {
    case 'not-final':
      return `it is still pending and is retried automatically; for the next attempt: ${showCommand(id)}`;
    case 'is-test':
      return `it was a test; to send another one: ${testCommand(notifier)}`;
    case 'no-notifier':
      return `the configuration no longer has notifier ${notifier}`;
    case 'records-deleted':
      return 'some of its records have been deleted by retention';
  }
}
