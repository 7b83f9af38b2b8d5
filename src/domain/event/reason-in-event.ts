import { REASON_TEXTS } from '../failure/reason-text.ts';
import type { Locale } from '../text/locale.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import type { EventReason, OtherPath, TlsResult } from './data/reason-data.ts';
import { FILE_ERROR_TEXTS, REJECTION_TEXTS } from './rejection-text.ts';

const TLS_RESULT_TEXTS: Readonly<Record<TlsResult, Phrase<string>>> = {
  'starttls-not-supported': phrase({ en: 'STARTTLS cannot be used', ja: 'STARTTLS を利用できません' }),
  'certificate-not-trusted': phrase({ en: 'the certificate is not trusted', ja: '証明書が信頼されていません' }),
  'validation-failure': phrase({ en: 'the connection is not secure', ja: '安全とみなせない接続です' }),
};

const OTHER_PATH_TEXTS: Readonly<Record<OtherPath, Phrase<string>>> = {
  'another-way': phrase({ en: 'another path leads to a trusted root', ja: '信頼されたルートへの経路がほかにあります' }),
  'no-other-way': phrase({
    en: 'no other path leads to a trusted root',
    ja: '信頼されたルートへの経路がほかにありません',
  }),
};

/** Adds the subject to English predicates. The Japanese texts need none. */
function withSubject<Code extends string>(
  subject: string,
  predicates: Readonly<Record<Code, Phrase<string>>>,
): Readonly<Record<Code, Phrase<string>>> {
  const texts = Object.entries<Phrase<string>>(predicates).map(
    ([code, { en, ja }]) => [code, phrase({ en: `${subject} ${en}`, ja })] as const,
  );
  // The keys are those of `predicates`, which the type of `fromEntries` does not keep.
  return Object.fromEntries(texts) as Record<Code, Phrase<string>>;
}

const EVENT_REASON_TEXTS: Readonly<Record<EventReason, Phrase<string>>> = {
  ...REASON_TEXTS,
  ...TLS_RESULT_TEXTS,
  ...OTHER_PATH_TEXTS,
  ...withSubject('the certificate', REJECTION_TEXTS),
  ...withSubject('the certificate file', FILE_ERROR_TEXTS),
};

/**
 * Returns the reason of an event with its code, for which administrators can search. A reason of
 * another version that this one does not know is only the code.
 */
export function reasonInEvent(reason: EventReason, locale: Locale): string {
  return Object.hasOwn(EVENT_REASON_TEXTS, reason) ? `${EVENT_REASON_TEXTS[reason][locale]} (${reason})` : reason;
}
