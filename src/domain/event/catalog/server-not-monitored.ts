import { probingLine } from '../../connector/probing-line.ts';
import type { EventDefinition } from '../event-definition.ts';
import { quoteName } from '../quote-name.ts';

/** A program listens on mail ports of this host, and no connector monitors it. */
export const serverNotMonitored: EventDefinition = {
  eventId: 1111,
  symbolicName: 'ServerNotMonitored',
  provider: 'own',
  level: 'Warning',
  parameters: ['sockets', 'program'],
  en: ({ parameters: [sockets = '', program = ''], facts: { probes: suggestedUrls = [] } }) => [
    `${program === '' ? 'An unknown program' : quoteName(program, 'en')} listens on ${sockets}, and no connector monitors it.`,
    'Its certificate is not checked, so mailcertd does not report its expiry.',
    ...suggestedUrls.map((url) => `To monitor it, add under connectors: ${probingLine(url)}`),
    'To exclude it, add the same entry with enabled: false. If mailcertd can discover it, enable its discovery instead.',
    ...(program === '' ? ['Only root can see the name of the program: sudo mailcertd connectors discover'] : []),
  ],
  ja: ({ parameters: [sockets = '', program = ''], facts: { probes: suggestedUrls = [] } }) => [
    `${program === '' ? '名前を特定できないプログラム' : quoteName(program, 'ja')}が ${sockets} で待ち受けていますが、監視するコネクタがありません。`,
    '証明書を確認していないため、有効期限が切れても通知されません。',
    ...suggestedUrls.map((url) => `監視するには connectors に追加します: ${probingLine(url)}`),
    '監視の対象外にするには、同じ項目に enabled: false を加えて追加します。mailcertd が検出できるサーバーの場合は、代わりに検出を有効にします。',
    ...(program === '' ? ['プログラムの名前は root だけが確認できます: sudo mailcertd connectors discover'] : []),
  ],
};
