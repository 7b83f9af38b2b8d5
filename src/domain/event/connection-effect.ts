import { isStillPresented } from '../selection/still-presented.ts';
import type { Locale } from './event-definition.ts';
import type { Facts } from './facts.ts';
import { startsWithoutStarttls, startsWithStarttls } from './tls-start.ts';

const PRESENTED: Readonly<Record<Locale, string>> = {
  en: 'Effect: the server continues to serve it, and clients that verify certificates refuse it.',
  ja: '影響: サーバーはこの証明書を提示し続けますが、証明書を検証する相手には受け入れられません。',
};
const MAIL: Readonly<Record<Locale, string>> = {
  en: 'Effect: mail on this connector is sent unencrypted, or deferred if the remote server requires TLS.',
  ja: '影響: このコネクタのメールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。',
};
const CLIENTS: Readonly<Record<Locale, string>> = {
  en: 'Effect: clients cannot connect, or see a warning.',
  ja: '影響: クライアントは接続できないか、警告が表示されます。',
};
const BOTH: Readonly<Record<Locale, string>> = {
  en: 'Effect: mail is sent unencrypted, or deferred if the remote server requires TLS. Clients cannot connect, or see a warning.',
  ja: '影響: メールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。クライアントは接続できないか、警告が表示されます。',
};

/**
 * Returns the effect of a missing certificate on connections, by the protocols of the connectors.
 */
export function effectLines(facts: Facts, locale: Locale): readonly string[] {
  const { certificateFiles = [], reason } = facts;
  if (certificateFiles.length > 0 && isStillPresented(reason)) return [PRESENTED[locale]];
  if (startsWithStarttls(facts)) return [MAIL[locale]];
  return [(startsWithoutStarttls(facts) ? CLIENTS : BOTH)[locale]];
}
