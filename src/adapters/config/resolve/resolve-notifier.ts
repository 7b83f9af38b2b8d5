import { resolve } from 'node:path';
import type { HttpEndpoint, NotifierSettings } from '../../../domain/alert/notifier-settings.ts';
import type { Locale } from '../../../domain/event/event-definition.ts';
import type { WrittenNotifier } from '../schema/written-notifier.ts';

/**
 * Resolves an item of `notifiers`.
 * @param baseDirectory the base directory of relative paths
 * @param locale the language of an item without its own
 */
export function resolveNotifier(written: WrittenNotifier, baseDirectory: string, locale: Locale): NotifierSettings {
  const absolute = (path: string): string => resolve(baseDirectory, path);
  const file = (path: string | undefined): string | undefined => (path === undefined ? undefined : absolute(path));
  const endpoint = ({ url, urlFile }: { readonly url?: string; readonly urlFile?: string }): HttpEndpoint =>
    urlFile === undefined ? { url: url ?? '' } : { urlFile: absolute(urlFile) };
  switch (written.type) {
    case 'exec': {
      const { directory, command = [], ...rest } = written;
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
      const { url: _, urlFile: __, ...rest } = written;
      return {
        ...rest,
        endpoint: endpoint(written),
        locale: rest.locale ?? locale,
        secretFile: file(rest.secretFile),
        tokenFile: file(rest.tokenFile),
        caFile: file(rest.caFile),
        proxy: rest.proxy,
      };
    }
    case 'mail': {
      const [first = '', ...others] = written.to;
      return {
        ...written,
        to: [first, ...others],
        locale: written.locale ?? locale,
        user: written.user,
        passwordFile: file(written.passwordFile),
        caFile: file(written.caFile),
      };
    }
    case 'alertmanager':
      return {
        ...written,
        url: written.url.replace(/\/+$/, ''),
        locale: written.locale ?? locale,
        user: written.user,
        passwordFile: file(written.passwordFile),
        tokenFile: file(written.tokenFile),
        caFile: file(written.caFile),
        proxy: written.proxy,
      };
    case 'heartbeat': {
      const { url: _, urlFile: __, ...rest } = written;
      return { ...rest, endpoint: endpoint(written), caFile: file(rest.caFile), proxy: rest.proxy };
    }
  }
}
