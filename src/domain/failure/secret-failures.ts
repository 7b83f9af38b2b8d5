import { joinJapanese } from '../text/join-japanese.ts';
import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface NumberedSecret {
  /** The number of the secret in its file, from 1. */
  readonly number: number;
  readonly prefix: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface SecretFailureArguments {
  /** `secret` names the secret. */
  readonly secret_unusable: { readonly secret: string; readonly path: string; readonly cause: string };
  readonly the_token: undefined;
  readonly the_password: undefined;
  readonly the_secret_url: undefined;
  readonly the_webhook_secrets: undefined;
  readonly secret_url_scheme_wrong: undefined;
  readonly secret_url_not_encrypted: undefined;
  readonly token_not_ascii: undefined;
  readonly secrets_missing: undefined;
  readonly secrets_too_many: { readonly limit: number };
  readonly secret_without_prefix: NumberedSecret;
  readonly secret_not_base64: NumberedSecret;
  readonly secret_length_wrong: {
    readonly number: number;
    readonly length: number;
    readonly minimum: number;
    readonly maximum: number;
  };
}

/** The texts of secrets in files that notifiers cannot use. No text contains a secret. */
export const SECRET_PHRASES: FailureTable<SecretFailureArguments> = {
  secret_unusable: phrase({
    en: ({ secret, path, cause }) => `cannot use ${secret} in ${path}: ${cause}`,
    ja: ({ secret, path, cause }) => joinJapanese(`${path} の`, secret, `を使用できません: ${cause}`),
  }),
  the_token: phrase({ en: 'the token', ja: 'トークン' }),
  the_password: phrase({ en: 'the password', ja: 'パスワード' }),
  the_secret_url: phrase({ en: 'the URL', ja: 'URL' }),
  the_webhook_secrets: phrase({ en: 'the webhook secrets', ja: 'Webhook のシークレット' }),
  secret_url_scheme_wrong: phrase({
    en: 'it must begin with https:// or http://',
    ja: 'https:// または http:// で始まる URL を記述してください',
  }),
  secret_url_not_encrypted: phrase({
    en: 'it must begin with https://, because http:// is not encrypted; to permit it, set allowUnverified: true',
    ja: 'http:// は暗号化されないため、https:// で始まる URL を記述してください。許可する場合は、allowUnverified: true を指定してください',
  }),
  token_not_ascii: phrase({
    en: 'it must be one word of ASCII characters',
    ja: 'トークンには空白を含まない ASCII の文字列を指定してください',
  }),
  secrets_missing: phrase({ en: 'it contains no secret', ja: 'シークレットが含まれていません' }),
  secrets_too_many: phrase({
    en: ({ limit }) => `there are more than ${limit} secrets`,
    ja: ({ limit }) => `シークレットが ${limit} 個を超えています`,
  }),
  secret_without_prefix: phrase({
    en: ({ number, prefix }) => `secret ${number} does not begin with ${prefix}`,
    ja: ({ number, prefix }) => `${number} 番目のシークレットが ${prefix} で始まっていません`,
  }),
  secret_not_base64: phrase({
    en: ({ number, prefix }) => `secret ${number} is not valid base64 after ${prefix}`,
    ja: ({ number, prefix }) => `${number} 番目のシークレットの ${prefix} の後が正しい base64 ではありません`,
  }),
  secret_length_wrong: phrase({
    en: ({ number, length, minimum, maximum }) =>
      `secret ${number} is ${length} bytes long, but must have ${minimum} to ${maximum}; to create one: openssl rand -base64 32`,
    ja: ({ number, length, minimum, maximum }) =>
      `${number} 番目のシークレットは ${length} バイトですが、${minimum} ～ ${maximum} バイトが必要です。生成するコマンド: openssl rand -base64 32`,
  }),
};

/** The failures of secrets of notifiers. */
export const SECRET_FAILURES: Failures<FailureTable<SecretFailureArguments>> = failuresOf(SECRET_PHRASES);
