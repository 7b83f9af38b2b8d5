import { isConnectorFile, storeLabel } from '../connector/certificate-file.ts';
import type { Locale } from '../text/locale.ts';
import { phrase } from '../text/phrase.ts';
import { quoteName } from './quote-name.ts';

const NAMES = {
  file: phrase({ en: (quoted: string) => `file ${quoted}`, ja: (quoted) => `ファイル${quoted}` }),
  store: phrase({ en: (quoted: string) => `certificate store ${quoted}`, ja: (quoted) => `証明書ストア${quoted}` }),
};

/**
 * Returns the name of a store: `certificate store "My"`, or `file "/etc/ssl/mail.pem"` for a file
 * that a server's settings name.
 * @param path the path of the store; default: read from the name
 */
export function storeName(store: string, locale: Locale, path?: string): string {
  if (!isConnectorFile(store)) return NAMES.store[locale](quoteName(store, locale));
  return NAMES.file[locale](quoteName(path ?? storeLabel(store), locale));
}

/** Returns the name of a store, as `storeName` does, to begin an English sentence. */
export function capitalizedStoreName(store: string, path?: string): string {
  const name = storeName(store, 'en', path);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
