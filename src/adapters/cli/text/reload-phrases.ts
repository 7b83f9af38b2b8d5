import type { RotationFailure } from '../../../domain/served/rotation.ts';
import { type InLanguage, type Phrase, phrase } from '../../../domain/text/phrase.ts';

/** The texts of `connectors reload`. Arguments are escaped. */
export const RELOAD_PHRASES = {
  /** Replaces the serial number of an unavailable certificate. */
  unknownSerial: phrase({ en: 'unknown', ja: '不明' }),
  /** The cell that says whether an address serves the certificate on disk. */
  servesOnDisk: phrase({ en: 'the certificate on disk', ja: 'ファイル上の証明書' }),
  servesOther: phrase({ en: 'NOT the certificate on disk', ja: 'ファイル上の証明書ではありません' }),
  onDiskLabel: phrase({ en: 'on disk', ja: 'ファイル' }),
  onDiskUnknown: phrase({ en: 'unknown', ja: '提示すべき証明書を特定できません' }),
  wouldReload: phrase({
    en: (connector: string, command: string) => `${connector} would be reloaded with: ${command}`,
    ja: (connector, command) => `${connector} を次のコマンドで再読み込みします: ${command}`,
  }),
  verified: phrase({
    en: (connectors: readonly string[]) =>
      connectors.length === 1
        ? `VERIFIED   ${connectors[0]} serves the certificate on disk`
        : `VERIFIED   ${connectors.length} connectors serve the certificates on disk`,
    ja: (connectors) =>
      connectors.length === 1
        ? `確認済み   ${connectors[0]} はファイル上の証明書を提示しています`
        : `確認済み   コネクタ ${connectors.length} 個がファイル上の証明書を提示しています`,
  }),
  failure: {
    'reload-failed': phrase({
      en: (connector: string, error: string) => `NOT VERIFIED   ${connector}: the reload failed: ${error}`,
      ja: (connector, error) => `未確認   ${connector} を再読み込みできませんでした: ${error}`,
    }),
    'probe-failed': phrase({
      en: (connector: string, error: string) =>
        `NOT VERIFIED   ${connector} was reloaded, but the probe failed: ${error}`,
      ja: (connector, error) => `未確認   ${connector} を再読み込みしましたが、提示内容を確認できません: ${error}`,
    }),
    'not-served': phrase({
      en: (connector: string) => `NOT VERIFIED   ${connector} was reloaded, but serves another certificate`,
      ja: (connector) => `未確認   ${connector} を再読み込みしましたが、別の証明書を提示しています`,
    }),
    unknown: phrase({
      en: (connector: string) =>
        `NOT VERIFIED   ${connector} was reloaded; which certificate it should serve is unknown`,
      ja: (connector) => `未確認   ${connector} を再読み込みしましたが、提示すべき証明書を特定できません`,
    }),
  } satisfies Record<RotationFailure, Phrase<(connector: string, error: string) => string>>,
  /** Nothing was reloaded. */
  dryRun: phrase({ en: 'Nothing was reloaded.', ja: '再読み込みは行っていません。' }),
  /** No connector uses the file of `--file`. */
  fileUnused: phrase({
    en: (file: string) => `No connector uses ${file}, so nothing was reloaded.`,
    ja: (file) => `${file} を使用するコネクタはありません。再読み込みは行っていません。`,
  }),
  /** No connector can be reloaded. */
  noneReloadable: phrase({
    en: 'cannot reload: no connector has both a reload command and a probe; add reload: and probe: to a Receive connector',
    ja: '再読み込み: reload と probe の両方を持つコネクタがありません。受信コネクタに reload: と probe: を指定してください',
  }),
  noDaemon: phrase({
    en: 'The daemon is not running; it writes the event when it starts.',
    ja: 'デーモンが動作していないため、次回の起動時にイベントを記録します。',
  }),
  notLoggedYet: phrase({
    en: (command: string) => `The daemon has not written the event yet; see it later with: ${command}`,
    ja: (command) => `デーモンはまだイベントを記録していません。確認: ${command}`,
  }),
  /** The result could not be stored for the daemon. */
  noEvent: phrase({
    en: (error: string) => `No event is written: ${error}`,
    ja: (error) => `イベントは記録されません: ${error}`,
  }),
  /**
   * From here: why a connector cannot be reloaded. `location` is its place in the configuration.
   */
  sendConnector: phrase({
    en: (connector: string) =>
      `cannot reload "${connector}": it is a Send connector, and its probe shows the remote server`,
    ja: (connector) =>
      `コネクタ「${connector}」の再読み込み: 送信コネクタの probe は接続先の証明書を確認するため、結果を確認できません`,
  }),
  disabled: phrase({
    en: (connector: string, location: string) =>
      `cannot reload "${connector}": it is disabled and not probed; enable it (${location}), or reload its server yourself`,
    ja: (connector, location) =>
      `コネクタ「${connector}」の再読み込み: コネクタが無効で接続確認の対象外のため、結果を確認できません。コマンドは実行していません。コネクタを有効にするか (${location})、サーバーを直接再読み込みしてください`,
  }),
  withoutTls: phrase({
    en: (connector: string, location: string) =>
      `cannot reload "${connector}": it offers no TLS (starttls: false) and is not probed; correct that (${location}), or reload its server yourself`,
    ja: (connector, location) =>
      `コネクタ「${connector}」の再読み込み: TLS を提供しない設定 (starttls: false) で接続確認の対象外のため、結果を確認できません。コマンドは実行していません。設定を見直すか (${location})、サーバーを直接再読み込みしてください`,
  }),
  noReloadCommand: phrase({
    en: (connector: string, location: string) =>
      `cannot reload "${connector}": it has no reload command; add one, for example reload: [systemctl, reload, postfix] (${location})`,
    ja: (connector, location) =>
      `コネクタ「${connector}」の再読み込み: コマンドが指定されていません。reload: [systemctl, reload, postfix] のように指定してください (${location})`,
  }),
  noProbe: phrase({
    en: (connector: string, location: string) =>
      `cannot reload "${connector}": it has no probe; add one, for example probe: "smtp://127.0.0.1:25" (${location})`,
    ja: (connector, location) =>
      `コネクタ「${connector}」の再読み込み: probe がないため結果を確認できません。probe: "smtp://127.0.0.1:25" のように指定してください (${location})`,
  }),
};

/** The texts of `connectors reload`, in one language. */
export type ReloadTexts = InLanguage<typeof RELOAD_PHRASES>;
