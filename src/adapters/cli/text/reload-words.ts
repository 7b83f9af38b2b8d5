import type { RotationFailure } from '../../../domain/served/rotation.ts';
import type { Locale } from '../../../domain/text/locale.ts';

/** The texts of `connectors reload`, in one language. Arguments are escaped. */
export interface ReloadWords {
  /** Replaces the serial number of an unavailable certificate. */
  readonly unknownSerial: string;
  /** The cell that says whether an address serves the certificate on disk. */
  readonly servesOnDisk: string;
  readonly servesOther: string;
  readonly onDiskLabel: string;
  readonly onDiskUnknown: string;
  readonly wouldReload: (connector: string, command: string) => string;
  readonly verified: (connectors: readonly string[]) => string;
  readonly failure: Readonly<Record<RotationFailure, (connector: string, error: string) => string>>;
  /** Nothing was reloaded. */
  readonly dryRun: string;
  /** No connector uses the file of `--file`. */
  readonly fileUnused: (file: string) => string;
  /** No connector can be reloaded. */
  readonly noneReloadable: string;
  readonly noDaemon: string;
  readonly notLoggedYet: (command: string) => string;
  /** The result could not be stored for the daemon. */
  readonly noEvent: (error: string) => string;
  /**
   * From here: why a connector cannot be reloaded. `location` is its place in the configuration.
   */
  readonly sendConnector: (connector: string) => string;
  readonly disabled: (connector: string, location: string) => string;
  readonly withoutTls: (connector: string, location: string) => string;
  readonly noReloadCommand: (connector: string, location: string) => string;
  readonly noProbe: (connector: string, location: string) => string;
}

/** The texts of `connectors reload`, by language. */
export const RELOAD_WORDS: Readonly<Record<Locale, ReloadWords>> = {
  en: {
    unknownSerial: 'unknown',
    servesOnDisk: 'the certificate on disk',
    servesOther: 'NOT the certificate on disk',
    onDiskLabel: 'on disk',
    onDiskUnknown: 'unknown',
    wouldReload: (connector, command) => `${connector} would be reloaded with: ${command}`,
    verified: (connectors) =>
      connectors.length === 1
        ? `VERIFIED   ${connectors[0]} serves the certificate on disk`
        : `VERIFIED   ${connectors.length} connectors serve the certificates on disk`,
    failure: {
      'reload-failed': (connector, error) => `NOT VERIFIED   ${connector}: the reload failed: ${error}`,
      'probe-failed': (connector, error) => `NOT VERIFIED   ${connector} was reloaded, but the probe failed: ${error}`,
      'not-served': (connector) => `NOT VERIFIED   ${connector} was reloaded, but serves another certificate`,
      unknown: (connector) => `NOT VERIFIED   ${connector} was reloaded; which certificate it should serve is unknown`,
    },
    dryRun: 'Nothing was reloaded.',
    fileUnused: (file) => `No connector uses ${file}, so nothing was reloaded.`,
    noneReloadable:
      'cannot reload: no connector has both a reload command and a probe; add reload: and probe: to a Receive connector',
    noDaemon: 'The daemon is not running; it writes the event when it starts.',
    notLoggedYet: (command) => `The daemon has not written the event yet; see it later with: ${command}`,
    noEvent: (error) => `No event is written: ${error}`,
    sendConnector: (connector) =>
      `cannot reload "${connector}": it is a Send connector, and its probe shows the remote server`,
    disabled: (connector, location) =>
      `cannot reload "${connector}": it is disabled and not probed; enable it (${location}), or reload its server yourself`,
    withoutTls: (connector, location) =>
      `cannot reload "${connector}": it offers no TLS (starttls: false) and is not probed; correct that (${location}), or reload its server yourself`,
    noReloadCommand: (connector, location) =>
      `cannot reload "${connector}": it has no reload command; add one, for example reload: [systemctl, reload, postfix] (${location})`,
    noProbe: (connector, location) =>
      `cannot reload "${connector}": it has no probe; add one, for example probe: "smtp://127.0.0.1:25" (${location})`,
  },
  ja: {
    unknownSerial: '不明',
    servesOnDisk: 'ファイル上の証明書',
    servesOther: 'ファイル上の証明書ではありません',
    onDiskLabel: 'ファイル',
    onDiskUnknown: '提示すべき証明書を特定できません',
    wouldReload: (connector, command) => `${connector} を次のコマンドで再読み込みします: ${command}`,
    verified: (connectors) =>
      connectors.length === 1
        ? `確認済み   ${connectors[0]} はファイル上の証明書を提示しています`
        : `確認済み   コネクタ ${connectors.length} 個がファイル上の証明書を提示しています`,
    failure: {
      'reload-failed': (connector, error) => `未確認   ${connector} を再読み込みできませんでした: ${error}`,
      'probe-failed': (connector, error) =>
        `未確認   ${connector} を再読み込みしましたが、提示内容を確認できません: ${error}`,
      'not-served': (connector) => `未確認   ${connector} を再読み込みしましたが、別の証明書を提示しています`,
      unknown: (connector) => `未確認   ${connector} を再読み込みしましたが、提示すべき証明書を特定できません`,
    },
    dryRun: '再読み込みは行っていません。',
    fileUnused: (file) => `${file} を使用するコネクタはありません。再読み込みは行っていません。`,
    noneReloadable:
      '再読み込み: reload と probe の両方を持つコネクタがありません。受信コネクタに reload: と probe: を指定してください',
    noDaemon: 'デーモンが動作していないため、イベントは次の起動時に記録されます。',
    notLoggedYet: (command) => `デーモンはまだイベントを記録していません。確認: ${command}`,
    noEvent: (error) => `イベントは記録されません: ${error}`,
    sendConnector: (connector) =>
      `コネクタ「${connector}」の再読み込み: 送信コネクタの probe は相手側の証明書を確認するため、結果を確認できません`,
    disabled: (connector, location) =>
      `コネクタ「${connector}」の再読み込み: コネクタが無効で接続確認の対象外のため、結果を確認できません。コマンドは実行していません。コネクタを有効にするか (${location})、サーバーを直接再読み込みしてください`,
    withoutTls: (connector, location) =>
      `コネクタ「${connector}」の再読み込み: TLS を提供しない設定 (starttls: false) で接続確認の対象外のため、結果を確認できません。コマンドは実行していません。設定を見直すか (${location})、サーバーを直接再読み込みしてください`,
    noReloadCommand: (connector, location) =>
      `コネクタ「${connector}」の再読み込み: コマンドが指定されていません。reload: [systemctl, reload, postfix] のように指定してください (${location})`,
    noProbe: (connector, location) =>
      `コネクタ「${connector}」の再読み込み: probe がないため結果を確認できません。probe: "smtp://127.0.0.1:25" のように指定してください (${location})`,
  },
};
