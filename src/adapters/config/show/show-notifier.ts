import type { NotifierSettings } from '../../../domain/alert/notifier-settings.ts';
import { redactUrl } from '../../../formats/network/redact-url.ts';
import { renderDuration } from '../../../formats/text/duration.ts';

/**
 * Returns an item of `notifiers` with every key that has a value. Reading it again gives the same
 * item, except for the path of a URL, which may be a secret. Files are named, never opened.
 */
export function showNotifier(settings: NotifierSettings): object {
  const { name, type, timeout, ...rest } = settings;
  const { run, endpoint, url, groupWait, holdFor, retryFor, interval, ...others } = {
    run: undefined,
    endpoint: undefined,
    url: undefined,
    groupWait: undefined,
    holdFor: undefined,
    retryFor: undefined,
    interval: undefined,
    ...rest,
  };
  const written = {
    name,
    type,
    ...(endpoint !== undefined && 'url' in endpoint ? { url: shownAddress(endpoint.url) } : endpoint),
    ...(url === undefined ? {} : { url: shownAddress(url) }),
    ...run,
    ...others,
    ...durations({ groupWait, holdFor, retryFor, interval, timeout }),
  };
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}

function shownAddress(url: string): string {
  const redacted = redactUrl(new URL(url));
  return redacted.endsWith('…') ? redacted : url;
}

function durations(spans: Readonly<Record<string, number | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(spans).flatMap(([key, ms]) => (ms === undefined ? [] : [[key, renderDuration(ms)]])),
  );
}
