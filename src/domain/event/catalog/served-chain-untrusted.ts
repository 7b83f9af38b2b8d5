import { type Phrase, phrase } from '../../text/phrase.ts';
import type { IssuerData, PreviousData, StoreData } from '../data/certificate-data.ts';
import { effectByProtocol } from '../effect-by-protocol.ts';
import { ERROR_FACTS, type ErrorData, SERVED_FACTS, type ServedData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { errorDetailLines, labeledLine } from '../line.ts';
import { reasonLines } from '../reason-sentences.ts';
import {
  acceptChainLines,
  isSelfSigned,
  lostNameLines,
  previouslyServedLines,
} from '../served-regression-sentences.ts';
import {
  addressLines,
  earlierProbeLines,
  nextStepLine,
  REMOTE_STEP,
  remoteCertificateSubject,
  servedByLines,
  subjectLines,
} from '../served-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = ServedData &
  ErrorData &
  Partial<Pick<StoreData, 'locations'> & Pick<IssuerData, 'missingIssuer'> & PreviousData>;

/** Returns the first line. The previous certificate is always one whose chain was trusted. */
function firstLine(fqdn: string, thumbprint: string, data: Data): EventLine {
  const remote = remoteCertificateSubject(data, thumbprint);
  const problem = chainProblem(data);
  if (remote !== undefined)
    return phrase({
      en: (write: Writer) => `${write.text(remote)} ${problem.en}.`,
      ja: (write) => `${write.text(remote)} は、${problem.ja}。`,
    });
  return phrase({
    en: `The certificate served for ${fqdn} ${problem.en} (thumbprint ${thumbprint}).`,
    ja: `${fqdn} でサーバーが提示している証明書は、${problem.ja} (拇印 ${thumbprint})。`,
  });
}

/** Returns the predicate of the first line. */
function chainProblem(data: Data): Phrase<string> {
  if (data.reason === 'purpose-mismatch')
    return phrase({ en: 'is not for TLS servers', ja: 'サーバー用ではありません' });
  if (data.missingIssuer !== undefined)
    return phrase({ en: 'is sent with an incomplete chain', ja: 'チェーンが不完全なまま送信されています' });
  const wasTrusted = data.previousThumbprint !== undefined;
  if (isSelfSigned(data))
    return phrase({
      en: `is ${wasTrusted ? 'now ' : ''}self-signed and not trusted`,
      ja: `信頼されていない自己署名証明書${wasTrusted ? 'に変わりました' : 'です'}`,
    });
  return phrase({
    en: `${wasTrusted ? 'no longer chains' : 'does not chain'} to a trusted root`,
    ja: `信頼された証明機関 (CA) につながら${wasTrusted ? 'なくなりました' : 'ない状態です'}`,
  });
}

/** Returns the lines with the missing issuer, or with the error of the verification. */
function chainProblemLines(detail: string, data: Data): readonly EventLine[] {
  const { missingIssuer, failure } = data;
  if (missingIssuer === undefined) return isSelfSigned(data) ? [] : errorDetailLines(detail, failure);
  return [
    labeledLine(phrase({ en: 'Issuer that was not sent', ja: '証明書が送信されなかった発行者' }), missingIssuer),
    phrase({
      en: 'Peers without that issuer certificate reject the chain.',
      ja: 'この発行者の証明書を持たない相手には拒否されます。',
    }),
  ];
}

/** Returns the line with the next step, for an incomplete chain and for an unsuitable purpose. */
function fixLines(data: Data): readonly EventLine[] {
  if (data.reason === 'purpose-mismatch')
    return [
      nextStepLine(
        data,
        phrase({
          en: 'Have the certificate reissued for TLS servers (extended key usage serverAuth).',
          ja: 'TLS サーバー用 (拡張キー使用法 serverAuth) の証明書として再発行してください。',
        }),
      ),
    ];
  if (data.missingIssuer === undefined) return data.direction === 'send' ? [REMOTE_STEP] : [];
  return [
    nextStepLine(
      data,
      phrase({
        en: 'The certificate file of the server must contain the intermediate certificates. With certbot, use fullchain.pem instead of cert.pem, then reload the server.',
        ja: 'サーバーの証明書ファイルには中間証明書も必要です。certbot の場合は cert.pem の代わりに fullchain.pem を指定し、サーバーを再読み込みしてください。',
      }),
    ),
  ];
}

/**
 * The chain of a served certificate is not trusted: an issuer is missing, the root is not trusted,
 * or the certificate is self-signed. Also reports a certificate
 * that is not for TLS servers (`reason` is then `purpose-mismatch`).
 */
export const servedChainUntrusted: EventDefinition<Data, ['fqdn', 'thumbprint', 'detail']> = defineEvent({
  eventId: 1407,
  symbolicName: 'ServedChainUntrusted',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Served chain not trusted', ja: '提示中の証明書チェーンの問題' }),
  effect: effectByProtocol('served-rejected'),
  parameters: ['fqdn', 'thumbprint', 'detail'],
  requiredFacts: { ...SERVED_FACTS, ...ERROR_FACTS },
  firstLine: ({ parameters: { fqdn, thumbprint }, data }) => firstLine(fqdn, thumbprint, data),
  lines: ({ parameters: { detail }, data }) => [
    ...chainProblemLines(detail, data),
    ...servedByLines(data),
    ...addressLines(data),
    ...subjectLines(data),
    ...previouslyServedLines(data, { mentionsTrust: true }),
    // The certificate that replaced a trusted one may also have lost names.
    ...lostNameLines(data),
    ...reasonLines(data),
    ...earlierProbeLines(data),
    ...fixLines(data),
    ...acceptChainLines(data),
  ],
});
