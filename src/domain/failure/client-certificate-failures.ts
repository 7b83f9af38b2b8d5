import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface LibraryError {
  /** The error of OpenSSL. */
  readonly error: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface ClientCertificateFailureArguments {
  readonly client_file_access_denied: undefined;
  readonly client_certificate_not_loaded: LibraryError;
  readonly client_key_unusable: LibraryError;
  /** The file of the certificate was expected to contain the key too. */
  readonly client_key_not_in_file: LibraryError;
  readonly client_key_encrypted: undefined;
  readonly client_key_mismatch: { readonly path: string };
}

/** The texts why a client certificate of probes cannot be used. The subject is the file. */
export const CLIENT_CERTIFICATE_PHRASES: FailureTable<ClientCertificateFailureArguments> = {
  client_file_access_denied: phrase({
    en: 'permission denied; grant read access to the account of mailcertd',
    ja: 'アクセス権がありません。mailcertd を実行するアカウントに読み取りを許可してください',
  }),
  client_certificate_not_loaded: phrase({
    en: ({ error }) => `it contains no usable PEM certificate (${error})`,
    ja: ({ error }) => `使用できる PEM 形式の証明書が含まれていません (${error})`,
  }),
  client_key_unusable: phrase({
    en: ({ error }) => `it contains no usable PEM private key (${error})`,
    ja: ({ error }) => `使用できる PEM 形式の秘密キーが含まれていません (${error})`,
  }),
  client_key_not_in_file: phrase({
    en: ({ error }) => `it contains no usable PEM private key (${error}); set clientKeyFile to the file of the key`,
    ja: ({ error }) =>
      `使用できる PEM 形式の秘密キーが含まれていません (${error})。clientKeyFile に秘密キーのファイルを指定してください`,
  }),
  client_key_encrypted: phrase({
    en: 'its private key is encrypted; write it without a passphrase',
    ja: '秘密キーが暗号化されています。パスフレーズなしで保存してください',
  }),
  client_key_mismatch: phrase({
    en: ({ path }) =>
      `its private key does not match the certificate in ${path}; set clientKeyFile to the key of that certificate`,
    ja: ({ path }) =>
      `秘密キーが ${path} の証明書と一致しません。その証明書の秘密キーを clientKeyFile に指定してください`,
  }),
};

/** The failures of client certificates. */
export const CLIENT_CERTIFICATE_FAILURES: Failures<FailureTable<ClientCertificateFailureArguments>> =
  failuresOf(CLIENT_CERTIFICATE_PHRASES);
