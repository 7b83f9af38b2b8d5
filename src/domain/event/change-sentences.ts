import { type Phrase, phrase } from '../text/phrase.ts';
import type { ConfigurationData, RequestData, StoreChangeData } from './data/change-data.ts';
import { labeledLine, labeledLines } from './line.ts';
import type { EventLine } from './writer.ts';

/** Returns the lines with the required change of the configuration file, if there is one. */
export function configurationLines({
  configurationLine,
  hasPlaceholder = false,
}: Partial<ConfigurationData>): readonly EventLine[] {
  if (configurationLine === undefined) return [];
  return [
    phrase({
      en: 'The certificate is set in the configuration file, so you must also edit that file.',
      ja: '構成ファイルで証明書が指定されているため、コマンドだけでは解消しません。',
    }),
    phrase({
      en: `Change in the configuration file: ${configurationLine}${hasPlaceholder ? ' (of the new certificate)' : ''}; then: systemctl reload mailcertd`,
      ja: `構成ファイルの変更: ${configurationLine}${hasPlaceholder ? ' (新しい証明書の拇印)' : ''}、その後 systemctl reload mailcertd`,
    }),
  ];
}

const NO_SERVICES: Phrase<string> = phrase({ en: 'none', ja: 'なし' });

function serviceLines(label: Phrase<string>, services: readonly string[] | undefined): readonly EventLine[] {
  if (services === undefined) return [];
  return [labeledLine(label, services.length > 0 ? (write) => write.list(services) : NO_SERVICES)];
}

/** Returns the line with the services that a certificate is enabled for. */
export function servicesLines({ services }: Partial<StoreChangeData>): readonly EventLine[] {
  return serviceLines(phrase({ en: 'Services', ja: 'サービス' }), services);
}

/** Returns the line with the previous services, if they are known. */
export function previousServicesLines({ previousServices }: Partial<StoreChangeData>): readonly EventLine[] {
  return serviceLines(phrase({ en: 'Previous services', ja: '変更前のサービス' }), previousServices);
}

/** Returns the lines with the user and the command, if they were recorded. */
export function requestedByLines({ requestedBy, requestCommand }: Partial<RequestData>): readonly EventLine[] {
  return [
    ...labeledLines(phrase({ en: 'Requested by', ja: '実行したユーザー' }), requestedBy),
    ...labeledLines(phrase({ en: 'Command', ja: 'コマンド' }), requestCommand),
  ];
}
