import type { Locale } from '../text/locale.ts';
import { phrase } from '../text/phrase.ts';
import type { ConnectorData } from './data/connector-data.ts';
import { quoteName } from './quote-name.ts';

const NAMES = {
  receive: phrase({
    en: (name: string) => `Receive connector ${quoteName(name, 'en')}`,
    ja: (name) => `受信コネクタ${quoteName(name, 'ja')}`,
  }),
  send: phrase({
    en: (name: string) => `Send connector ${quoteName(name, 'en')}`,
    ja: (name) => `送信コネクタ${quoteName(name, 'ja')}`,
  }),
};

/**
 * Returns a connector with its direction: `Receive connector "Default MAIL01"`,
 * `受信コネクタ「Default MAIL01」`.
 */
export function connectorName(name: string, direction: ConnectorData['direction'] | undefined, locale: Locale): string {
  return NAMES[direction === 'send' ? 'send' : 'receive'][locale](name);
}
