import { isFileStore, storeLabel } from '../connector/certificate-file.ts';
import type { Locale } from '../text/locale.ts';
import { quoteName } from './quote-name.ts';

/**
 * Returns the name of a store: `certificate store "My"`, or `file "/etc/ssl/mail.pem"` for a file
 * that a server's settings name.
 */
export function storeName(store: string, locale: Locale): string {
  const name = quoteName(storeLabel(store), locale);
  if (isFileStore(store)) return locale === 'ja' ? `ファイル${name}` : `file ${name}`;
  return locale === 'ja' ? `証明書ストア${name}` : `certificate store ${name}`;
}

/** Returns the name of a store, to begin an English sentence. */
export function capitalizedStoreName(store: string): string {
  const name = storeName(store, 'en');
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
