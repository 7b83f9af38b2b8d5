import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface Operation {
  readonly subject: string;
  readonly cause: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface IssueFailureArguments {
  readonly self_signed_not_created: Operation;
  readonly request_not_created: Operation;
  readonly certificate_not_renewed: { readonly thumbprint: string; readonly cause: string };

  /** `name` and `address` are quoted, as in JSON. */
  readonly not_a_dns_name: { readonly name: string };
  readonly not_an_ip_address: { readonly address: string };
  readonly subject_empty: undefined;
  readonly subject_malformed: { readonly character: number; readonly cause: string };
  readonly subject_not_usable: { readonly cause: string };
}

/** The texts of failures to create a certificate or CSR. Operations come first, then causes. */
export const ISSUE_PHRASES: FailureTable<IssueFailureArguments> = {
  self_signed_not_created: phrase({
    en: ({ subject, cause }) => `cannot create a self-signed certificate for ${subject}: ${cause}`,
    ja: ({ subject, cause }) => `${subject} の自己署名証明書を作成できません: ${cause}`,
  }),
  request_not_created: phrase({
    en: ({ subject, cause }) => `cannot create a CSR for ${subject}: ${cause}`,
    ja: ({ subject, cause }) => `${subject} の証明書の要求 (CSR) を作成できません: ${cause}`,
  }),
  certificate_not_renewed: phrase({
    en: ({ thumbprint, cause }) => `cannot renew certificate ${thumbprint}: ${cause}`,
    ja: ({ thumbprint, cause }) => `証明書 ${thumbprint} を更新できません: ${cause}`,
  }),

  not_a_dns_name: phrase({
    en: ({ name }) => `${name} cannot be a DNS name`,
    ja: ({ name }) => `${name} は DNS 名として使用できません`,
  }),
  not_an_ip_address: phrase({
    en: ({ address }) => `${address} is not an IP address`,
    ja: ({ address }) => `${address} は IP アドレスではありません`,
  }),
  subject_empty: phrase({
    en: 'the subject is empty; a self-signed certificate needs one, because it is also the issuer',
    ja: 'サブジェクトが空です。自己署名証明書では発行者の名前でもあるため、指定が必要です',
  }),
  subject_malformed: phrase({
    en: ({ character, cause }) => `the subject is invalid at character ${character}: ${cause}`,
    ja: ({ character, cause }) => `サブジェクトの形式が正しくありません (${character} 文字目: ${cause})`,
  }),
  subject_not_usable: phrase({
    en: ({ cause }) => `the subject cannot be used: ${cause}`,
    ja: ({ cause }) => `サブジェクトとして使用できません (${cause})`,
  }),
};

/** The failures to create a certificate or CSR. */
export const ISSUE_FAILURES: Failures<FailureTable<IssueFailureArguments>> = failuresOf(ISSUE_PHRASES);
