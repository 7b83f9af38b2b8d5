import type { HttpEndpoint, NotifierSettings } from '../../../domain/alert/notifier-settings.ts';
import { redactSecretPath } from '../../../formats/network/redact-url.ts';
import { renderDuration } from '../../../formats/text/duration.ts';

/** The settings that are durations in ms, in the order in which they are shown. */
const DURATION_KEYS = ['groupWait', 'holdFor', 'retryFor', 'interval', 'timeout'] as const;

/** The settings that are not copied: they are converted, or shown in a fixed order. */
const CONVERTED_KEYS: ReadonlySet<string> = new Set(['name', 'type', 'endpoint', 'url', 'run', ...DURATION_KEYS]);

/**
 * Returns an item of `notifiers` with every key that has a value. Reading it again gives the same
 * item, except for the path of a URL, which may be a secret. The content of files is not read.
 */
export function showNotifier(settings: NotifierSettings): object {
  const item = {
    name: settings.name,
    type: settings.type,
    ...('endpoint' in settings ? showEndpoint(settings.endpoint) : {}),
    ...('url' in settings ? { url: redactSecretPath(settings.url) } : {}),
    // `run` contains the key `directory` or `command`.
    ...('run' in settings ? settings.run : {}),
    ...Object.fromEntries(Object.entries(settings).filter(([key]) => !CONVERTED_KEYS.has(key))),
    ...renderDurations({ ...settings }),
  };
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}

function showEndpoint(endpoint: HttpEndpoint): HttpEndpoint {
  return 'url' in endpoint ? { url: redactSecretPath(endpoint.url) } : endpoint;
}

function renderDurations(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    DURATION_KEYS.flatMap((key) => {
      const milliseconds = settings[key];
      return typeof milliseconds === 'number' ? [[key, renderDuration(milliseconds)]] : [];
    }),
  );
}
