import type { Locale } from '../../domain/text/locale.ts';
import { phrase } from '../../domain/text/phrase.ts';
import type { AlertmanagerAlert } from './alertmanager-alert.ts';

const PREFIX = phrase({ en: 'TEST:', ja: 'テスト:' });

/**
 * Returns an alert marked as a test in its name, severity, label `test` and summary. Routes that
 * select real alerts by name or severity do not match it.
 */
export function markAsTest(alert: AlertmanagerAlert, locale: Locale): AlertmanagerAlert {
  const { labels, annotations } = alert;
  return {
    ...alert,
    labels: { ...labels, alertname: 'MailcertdTest', severity: 'none', test: 'true' },
    annotations: { ...annotations, summary: `${PREFIX[locale]} ${annotations['summary'] ?? ''}`.trimEnd() },
  };
}
