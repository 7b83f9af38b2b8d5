/** The causes of failed requests for a certificate or CSR. */
export const ISSUE_CAUSES = {
  notDnsName: { en: '{name:quoted} cannot be a DNS name', ja: '{name} は DNS 名として使用できません' },
  notIpAddress: { en: '{address:quoted} is not an IP address', ja: '{address} は IP アドレスではありません' },
} as const;
