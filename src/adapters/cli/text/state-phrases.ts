import { phrase } from '../../../domain/text/phrase.ts';

interface BackupDetails {
  /** The FQDNs of the computers, as one text; empty: none. */
  readonly computers: string;
  /** The path of the backup. */
  readonly path: string;
  /** The number of the newest record. */
  readonly lastRecordId: number;
}

/** The texts of `mailcertd state`. Arguments are escaped and formatted. */
export const STATE_PHRASES = {
  backedUp: phrase({
    en: ({ computers, path, lastRecordId }: BackupDetails) =>
      `Backed up the state${computers === '' ? '' : ` of ${computers}`} to ${path} (events up to record ${lastRecordId})`,
    ja: ({ computers, path, lastRecordId }) =>
      `${computers === '' ? '' : `${computers} の`}状態を ${path} にバックアップしました (レコード ${lastRecordId} までのイベント)`,
  }),
  restored: phrase({
    en: ({ computers, path, lastRecordId, createdAt }: BackupDetails & { readonly createdAt: string }) =>
      `Restored the state${computers === '' ? '' : ` of ${computers}`} from ${path} of ${createdAt} (events up to record ${lastRecordId})`,
    ja: ({ computers, path, lastRecordId, createdAt }) =>
      `${computers === '' ? '' : `${computers} の`}状態を ${path} (${createdAt} 作成) から復元しました (レコード ${lastRecordId} までのイベント)`,
  }),
  previousKept: phrase({
    en: (path: string) => `The previous event log: ${path}`,
    ja: (path) => `以前のイベント ログ: ${path}`,
  }),
  willBeUpgraded: phrase({
    en: (format: number, supported: number) =>
      `Before you downgrade mailcertd, do not start the daemon: it upgrades the event log from format ${format} to ${supported}, and the older version cannot open it. Install the older version first.`,
    ja: (format, supported) =>
      `mailcertd をダウングレードする場合は、デーモンを起動する前に以前のバージョンをインストールしてください。このバージョンのデーモンを起動すると、イベント ログが形式 ${format} から ${supported} に変換され、以前のバージョンでは開けなくなります。`,
  }),
  startDaemon: phrase({
    en: (command: string) => `To start the daemon: ${command}`,
    ja: (command) => `デーモンを起動するコマンド: ${command}`,
  }),
  otherComputer: phrase({
    en: (computers: string, fqdn: string) =>
      `The backup is of ${computers}, and this computer is ${fqdn}: it does not show the conditions of the backup. To show them, set computer in the configuration to the name in the backup.`,
    ja: (computers, fqdn) =>
      `バックアップは ${computers} のものですが、このコンピューターは ${fqdn} のため、バックアップ内の問題は表示されません。表示するには、構成の computer にバックアップの名前を設定してください。`,
  }),
};
