import { reasonInParentheses } from '../../failure/reason-text.ts';
import { phrase } from '../../text/phrase.ts';
import type { Instant } from '../../time.ts';
import type { StoreData } from '../data/certificate-data.ts';
import type { ObservationData } from '../data/probe-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { ERROR_FACTS, type ErrorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { PATH_LABEL } from '../file-sentences.ts';
import { errorDetailLines, labeledLine } from '../line.ts';
import { grantAccessLines, reasonLines } from '../reason-sentences.ts';
import { capitalizedStoreName, storeName } from '../store-name.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = Pick<StoreData, 'store'> &
  ErrorData &
  Pick<ReasonData, 'path'> &
  Partial<Pick<ObservationData, 'lastSeen'>>;

/**
 * Returns whether ProtectHome= of the systemd unit may hide a path from the daemon. The suggested
 * command `namei` does not show this, because a terminal is not part of the unit.
 */
function mayBeHidden(path: string, reason: string): boolean {
  const isRefused = reason === 'not_found' || reason === 'permission_denied';
  return isRefused && /^\/(?:root|home|run\/user)(?:\/|$)/.test(path);
}

const HIDDEN = phrase({
  en: 'If the path exists: the systemd unit hides /root, /home and /run/user. To allow access, add a drop-in with ProtectHome=read-only.',
  ja: '実在する場合: systemd ユニットの設定により、デーモンからは /root、/home、/run/user が見えません。ドロップイン ファイルに ProtectHome=read-only と書くと読み取れます。',
});

const lastReadLine = (at: Instant): EventLine =>
  phrase({
    en: (write: Writer) => `Last read on ${write.instant(at)}.`,
    ja: (write) => `最後に読み取れた日時: ${write.instant(at)}`,
  });

/**
 * A certificate store cannot be read. Until it can be read again, conditions about the store are
 * neither raised nor cleared.
 */
export const storeUnreadable: EventDefinition<Data, ['store', 'path', 'reason']> = defineEvent({
  eventId: 1100,
  symbolicName: 'StoreUnreadable',
  provider: 'own',
  level: 'Error',
  title: phrase({ en: 'Certificate store unreadable', ja: '証明書ストアの読み取り不可' }),
  effect: 'problems-undetected',
  parameters: ['store', 'path', 'reason'],
  requiredFacts: { ...ERROR_FACTS, store: true, path: true },
  firstLine: ({ parameters: { store, path }, data: { reason } }) =>
    phrase({
      en: () =>
        `${capitalizedStoreName(store, path)} cannot be read${reasonInParentheses(reason, 'en')}; any open conditions about it stay open.`,
      ja: () =>
        `${storeName(store, 'ja', path)}を読み取れません${reasonInParentheses(reason, 'ja')}。未解消の問題がある場合は、そのまま保持します。`,
    }),
  lines: ({ parameters: { path }, data }) => [
    labeledLine(PATH_LABEL, path),
    ...reasonLines(data),
    ...errorDetailLines(data.detail, data.failure),
    ...(data.lastSeen === undefined ? [] : [lastReadLine(data.lastSeen)]),
    ...grantAccessLines(data),
    ...(mayBeHidden(path, data.reason) ? [HIDDEN] : []),
  ],
});
