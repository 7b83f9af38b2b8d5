import { probingLine } from '../../connector/probing-line.ts';
import { socketText } from '../../connector/unmonitored-servers.ts';
import { phrase } from '../../text/phrase.ts';
import type { ProbeData } from '../data/probe-data.ts';
import type { ListenerData } from '../data/server-data.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = ListenerData & Pick<ProbeData, 'probes'>;

/** Returns the program, as the subject of a sentence. */
function programName(program: string): EventLine {
  return program === ''
    ? phrase({ en: 'An unknown program', ja: '名前を特定できないプログラム' })
    : (write) => write.quote(program);
}

/** A program listens on mail ports of this host, and no connector monitors it. */
export const serverNotMonitored: EventDefinition<Data, ['sockets', 'program']> = defineEvent({
  eventId: 1111,
  symbolicName: 'ServerNotMonitored',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Mail server not monitored', ja: '監視対象外のメール サーバー' }),
  effect: 'problems-undetected',
  parameters: ['sockets', 'program'],
  requiredFacts: { probes: true, listeners: true, moreListeners: true },
  laterData: { listeners: [], moreListeners: 0 },
  firstLine: ({ parameters: { sockets, program }, data }) => {
    const name = programName(program);
    const japaneseSockets = data.listeners.length === 0 ? sockets : socketText(data, 'ja');
    return phrase({
      en: (write: Writer) => `${write.text(name)} listens on ${sockets}, and no connector monitors it.`,
      ja: (write) => `${write.text(name)}が ${japaneseSockets} で待ち受けていますが、監視するコネクタがありません。`,
    });
  },
  lines: ({ parameters: { program }, data: { probes: suggestedUrls } }) => [
    phrase({
      en: 'Its certificate is not checked, so mailcertd does not report its expiry.',
      ja: '証明書を確認していないため、有効期限が切れても通知されません。',
    }),
    phrase({
      en: 'If mailcertd can discover this server, enable its discovery. Otherwise, add these lines under connectors. To exclude the server from monitoring, add enabled: false to each line.',
      ja: 'mailcertd が検出できるサーバーの場合は、検出を有効にしてください。それ以外の場合は、次の行を connectors に追加してください。監視の対象外にする場合は、enabled: false を加えます。',
    }),
    ...suggestedUrls.map(probingLine),
    ...(program === ''
      ? [
          phrase({
            en: 'Only root can see the name of the program: sudo mailcertd connectors discover',
            ja: 'プログラムの名前は root だけが確認できます: sudo mailcertd connectors discover',
          }),
        ]
      : []),
  ],
});
