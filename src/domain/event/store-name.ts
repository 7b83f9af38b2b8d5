import { isConnectorFile, storeLabel } from '../connector/certificate-file.ts';
import type { Locale } from '../text/locale.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import { quoteName } from './quote-name.ts';

/**
 * Returns the name of a store: `certificate store "My"`, or `file "/etc/ssl/mail.pem"` for a file
 * that a server's settings name.
 */
export function storeName(store: string, locale: Locale): string {
  return storePhrase(store)[locale];
}

/** Returns the name of a store in both languages. */
export function storePhrase(store: string): Phrase<string> {
  const label = storeLabel(store);
  const [english, japanese] = [quoteName(label, 'en'), quoteName(label, 'ja')];
  if (isConnectorFile(store)) return phrase({ en: `file ${english}`, ja: `ファイル${japanese}` });
  return phrase({ en: `certificate store ${english}`, ja: `証明書ストア${japanese}` });
}

/** Returns the name of a store, to begin an English sentence. */
export function capitalizedStoreName(store: string): string {
  const { en } = storePhrase(store);
  return `${en.charAt(0).toUpperCase()}${en.slice(1)}`;
}
