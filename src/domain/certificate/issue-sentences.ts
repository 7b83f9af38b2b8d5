/** The operations of an issuer that can fail. */
export const ISSUE_OPERATIONS = {
  issueSelfSigned: {
    en: 'cannot create a self-signed certificate for {subject}',
    ja: '{subject} の自己署名証明書の作成',
  },
  createRequest: { en: 'cannot create a CSR for {subject}', ja: '{subject} の証明書の要求の作成' },
} as const;

/** The causes of failed requests for a certificate or CSR. */
export const ISSUE_CAUSES = {
  notDnsName: { en: '{name:quoted} cannot be a DNS name', ja: '{name} は DNS 名として使用できません' },
  notIpAddress: { en: '{address:quoted} is not an IP address', ja: '{address} は IP アドレスではありません' },
} as const;
