import { describe, expect, test } from 'vitest';
import { cannotLoadInternalTransportCertificateFromStore } from '../../../src/domain/event/catalog/cannot-load-internal-transport-certificate-from-store.ts';
import { certificateInstalled } from '../../../src/domain/event/catalog/certificate-installed.ts';
import { servedCertificateExpired } from '../../../src/domain/event/catalog/served-certificate-expired.ts';
import { servedChainUntrusted } from '../../../src/domain/event/catalog/served-chain-untrusted.ts';
import { serviceStopped } from '../../../src/domain/event/catalog/service-stopped.ts';
import { starttlsCertificateExpiresSoon } from '../../../src/domain/event/catalog/starttls-certificate-expires-soon.ts';
import { weakCertificate } from '../../../src/domain/event/catalog/weak-certificate.ts';
import type { EventContent, EventType } from '../../../src/domain/event/event-definition.ts';
import { eventLines } from './event-lines.ts';

const EN = { locale: 'en', offsetMinutes: () => 0 } as const;
const JA = { ...EN, locale: 'ja' } as const;

describe('the content of a new record', () => {
  test('has the parameters in the order of the event', () => {
    expect(serviceStopped.contentOf({ openConditions: '2', cause: 'SIGTERM' }, {})).toEqual({
      event: serviceStopped,
      parameters: ['SIGTERM', '2'],
      facts: {},
    });
  });

  test('does not compile without a parameter, without data, or with surplus data', () => {
    const { contentOf } = cannotLoadInternalTransportCertificateFromStore;
    // @ts-expect-error the parameter `thumbprint` is missing
    contentOf({}, { thumbprint: 'A', fqdn: 'mail.contoso.com' });
    // @ts-expect-error the FQDN is missing
    contentOf({ thumbprint: 'A' }, { thumbprint: 'A' });
    // @ts-expect-error the FQDN is no list
    expect(contentOf({ thumbprint: 'A' }, { thumbprint: 'A', fqdn: [] }).parameters).toEqual(['A']);
    const surplus = { thumbprint: 'A', fqdn: 'mail.contoso.com', keyLoadedBy: 'root' };
    // @ts-expect-error the event has no such fact, not even from a variable
    expect(contentOf({ thumbprint: 'A' }, surplus).parameters).toEqual(['A']);
  });
});

describe('the text of a record of an earlier version, which lacks data', () => {
  const textOf = (event: EventType, content: EventContent): readonly string[] => [
    eventLines(event, content, EN).join(' / '),
    eventLines(event, content, JA).join(' / '),
  ];

  test.each<[string, EventType, readonly string[], string, string]>([
    [
      'an expiry',
      servedCertificateExpired,
      ['mail.contoso.com', 'AB'],
      'The certificate served for mail.contoso.com expired on an unknown date (thumbprint AB). / Effect: servers that verify the certificate defer mail or return it to the sender. Other servers still deliver it.',
      'mail.contoso.com でサーバーが提示している証明書は 不明な日時 に有効期限切れとなりました (拇印 AB)。 / 影響: 証明書を検証するサーバーからのメールは、配送が遅延するか、送信者に返されます。検証しないサーバーからのメールは配送されます。',
    ],
    [
      'the connectors',
      starttlsCertificateExpiresSoon,
      ['mail.contoso.com', 'AB', '71'],
      'The certificate for mail.contoso.com (thumbprint AB, used by 1 connector) expires in 71 hours (2 d 23 h). / It expires on an unknown date. / Effect: no effect until the certificate expires. After that, other servers send mail unencrypted, or defer it if they require TLS.',
      'mail.contoso.com の証明書 (拇印 AB、使用コネクタ 1 個) の有効期限まであと 71 時間 (2 日 23 時間) です。 / 有効期限: 不明な日時 / 影響: 有効期限までは影響はありません。期限後は、ほかのサーバーからのメールは暗号化されずに届くか、送信側が TLS を必須としている場合は配送が遅延します。',
    ],
    [
      'the services, the files and the user',
      certificateInstalled,
      ['AB', 'MAIL01', 'SMTP', ''],
      'A certificate for MAIL01 was installed in the personal store (thumbprint AB). / It expires on an unknown date.',
      'MAIL01 の証明書を個人用ストアにインストールしました (拇印 AB)。 / 有効期限: 不明な日時',
    ],
    [
      'the error of a chain',
      servedChainUntrusted,
      ['mail.contoso.com', 'AB', ''],
      'The certificate served for mail.contoso.com does not chain to a trusted root (thumbprint AB). / Effect: servers that verify the certificate defer mail or return it to the sender. Other servers still deliver it.',
      'mail.contoso.com でサーバーが送信している証明書チェーンは、信頼された証明機関 (CA) につながらない状態です (拇印 AB)。 / 影響: 証明書を検証するサーバーからのメールは、配送が遅延するか、送信者に返されます。検証しないサーバーからのメールは配送されます。',
    ],
    [
      'a parameter',
      serviceStopped,
      ['SIGTERM'],
      'mailcertd stopped (SIGTERM); there is no monitoring until it starts again. 0 conditions stay open.',
      'mailcertd を停止しました (SIGTERM)。次に開始するまで監視は行われません。未解消の問題 0 件はそのまま保持します。',
    ],
  ])('is as before without %s', (_, event, parameters, english, japanese) => {
    expect(textOf(event, { parameters, facts: {} })).toEqual([english, japanese]);
    expect(textOf(event, { parameters, facts: JSON.parse('{}') })).toEqual([english, japanese]);
  });
});

test('1306 names SMTP only if mail servers use the certificates', () => {
  const content = (serverProtocols: readonly string[]): EventContent => ({
    parameters: ['My', '1'],
    facts: { serverProtocols },
  });
  const firstLine = (protocols: readonly string[]): string => eventLines(weakCertificate, content(protocols), EN)[0];
  expect(firstLine(['imaps'])).toBe('1 certificate in certificate store "My" has a weak key or signature.');
  expect(firstLine(['imaps', 'smtp'])).toContain('1 certificate for SMTP in');
});
