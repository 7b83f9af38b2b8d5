import { resolve } from 'node:path';
import type { HttpEndpoint, NotifierSettings } from '../../../domain/alert/notifier-settings.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import type { WrittenNotifier } from '../schema/written-notifier.ts';

/**
 * Converts an item of `notifiers` to settings with absolute paths and all defaults. Optional
 * settings without a value are undefined, not missing.
 * @param baseDirectory the base directory of relative paths
 * @param locale the language of an item without `locale`
 */
export function resolveNotifier(rawNotifier: WrittenNotifier, baseDirectory: string, locale: Locale): NotifierSettings {
  const absolute = (path: string): string => resolve(baseDirectory, path);
  const file = (path: string | undefined): string | undefined => (path === undefined ? undefined : absolute(path));
  const endpoint = ({ url, urlFile }: { readonly url?: string; readonly urlFile?: string }): HttpEndpoint =>
    urlFile === undefined ? { url: url ?? '' } : { urlFile: absolute(urlFile) };
  switch (rawNotifier.type) {
    case 'exec': {
      const { directory, command = [], ...rest } = rawNotifier;
      const [program = '', ...parameters] = command;
      return {
        ...rest,
        locale: rest.locale ?? locale,
        run:
          directory === undefined
            ? { command: [absolute(program), ...parameters] }
            : { directory: absolute(directory) },
      };
    }
    case 'webhook': {
      const { url: _, urlFile: __, ...rest } = rawNotifier;
      return {
        ...rest,
        endpoint: endpoint(rawNotifier),
        locale: rest.locale ?? locale,
        secretFile: file(rest.secretFile),
        tokenFile: file(rest.tokenFile),
        caFile: file(rest.caFile),
        proxy: rest.proxy,
      };
    }
    case 'mail': {
      // The schema requires at least one recipient.
      const [first = '', ...others] = rawNotifier.to;
      return {
        ...rawNotifier,
        to: [first, ...others],
        locale: rawNotifier.locale ?? locale,
        user: rawNotifier.user,
        passwordFile: file(rawNotifier.passwordFile),
        caFile: file(rawNotifier.caFile),
      };
    }
    case 'alertmanager':
      return {
        ...rawNotifier,
        url: rawNotifier.url.replace(/\/+$/, ''),
        locale: rawNotifier.locale ?? locale,
        user: rawNotifier.user,
        passwordFile: file(rawNotifier.passwordFile),
        tokenFile: file(rawNotifier.tokenFile),
        caFile: file(rawNotifier.caFile),
        proxy: rawNotifier.proxy,
      };
    case 'heartbeat': {
      const { url: _, urlFile: __, ...rest } = rawNotifier;
      return { ...rest, endpoint: endpoint(rawNotifier), caFile: file(rest.caFile), proxy: rest.proxy };
    }
  }
}
