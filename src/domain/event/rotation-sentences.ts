import { type Phrase, phrase } from '../text/phrase.ts';
import type { ConnectorsData } from './data/connector-data.ts';
import type { ReloadData } from './data/reload-data.ts';
import { labeledLine, labeledLines } from './line.ts';
import type { EventLine, Writer } from './writer.ts';

/** The connectors of a reload, if it was of several. */
type MaybeConnectors = Partial<Pick<ConnectorsData, 'connectors'>>;

const KEY_TYPE_SUFFIXES = { rsa: ' (RSA)', ecdsa: ' (ECDSA)', any: '' } as const;
/** Maximum number of connector names in a sentence. The others are counted. */
const MAX_NAMES = 3;
/** Maximum number of listed addresses. The others are counted. */
const MAX_ADDRESSES = 20;

/** Returns names as the end of an enumeration: `"A"`, `"A" and "B"`. */
function englishEnumeration(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/**
 * Returns the connectors of a reload, as the subject of a sentence: `Connector "Edge"`,
 * `Connectors "A", "B" and 4 more`.
 * @param connector the connectors as the parameter of the event names them
 */
export function reloadedConnectors(connector: string, { connectors = [connector] }: MaybeConnectors): EventLine {
  const listed = connectors.slice(0, MAX_NAMES);
  const others = connectors.length - listed.length;
  return phrase({
    en: (write: Writer) => {
      const names = listed.map((name) => write.quote(name));
      const list = others > 0 ? `${names.join(', ')} and ${others} more` : englishEnumeration(names);
      return `${connectors.length === 1 ? 'Connector' : 'Connectors'} ${list}`;
    },
    ja: (write) =>
      `コネクタ${listed.map((name) => write.quote(name)).join('、')}${others > 0 ? `ほか ${others} 個` : ''}`,
  });
}

/** Returns the number of connectors of a reload. */
export function reloadedCount({ connectors }: MaybeConnectors): number {
  return connectors === undefined ? 1 : connectors.length;
}

const UNKNOWN_SERIAL_NUMBER: Phrase<string> = phrase({ en: 'unknown', ja: '確認できず' });

/** Returns a line for each probed address, with the serial numbers before the reload and now. */
export function rotatedAddressLines({ rotated }: Pick<ReloadData, 'rotated'>): readonly EventLine[] {
  const lines = rotated.slice(0, MAX_ADDRESSES).map(({ connector, address, keyType, before, after }) => {
    const name = (write: Writer): string =>
      `${connector === undefined ? '' : `${write.quote(connector)} `}${address}${KEY_TYPE_SUFFIXES[keyType]}`;
    const previous = before?.serialNumber ?? UNKNOWN_SERIAL_NUMBER;
    const current = after?.serialNumber ?? UNKNOWN_SERIAL_NUMBER;
    const numbers = phrase({
      en: (write: Writer) => `${write.text(previous)} before, ${write.text(current)} now`,
      ja: (write) => `変更前 ${write.text(previous)}、現在 ${write.text(current)}`,
    });
    return labeledLine(name, numbers);
  });
  const others = rotated.length - lines.length;
  if (others === 0) return lines;
  return [...lines, phrase({ en: `and ${others} more addresses`, ja: `ほか ${others} 個のアドレス` })];
}

/** Returns the line with the command that reloaded the server. */
export function reloadCommandLines({ reload }: Pick<ReloadData, 'reload'>): readonly EventLine[] {
  return labeledLines(phrase({ en: 'Reloaded with', ja: '再読み込みに使用したコマンド' }), reload.join(' '));
}
