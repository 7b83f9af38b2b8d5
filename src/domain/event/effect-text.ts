import type { Locale } from '../text/locale.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import { EFFECT_PHRASES, type MailEffect, type MailEffects } from './mail-effect.ts';
import type { EventLine } from './writer.ts';

/** An effect that has the same condition as the effect before it, whose text states the condition. */
type FollowingEffect =
  | 'clients-without-other-certificate'
  | 'starttls-without-other-certificate'
  | 'submission-without-other-certificate'
  | 'then-clients-cannot-connect'
  | 'then-clients-without-starttls'
  | 'then-submission-without-starttls'
  | 'then-clients-without-tls';

/** The texts of effects after one with the same condition. */
const FOLLOWING_PHRASES: Readonly<Record<FollowingEffect, Phrase<string>>> = {
  'clients-without-other-certificate': phrase({
    en: 'Clients that use implicit TLS then cannot connect.',
    ja: 'その場合、暗黙の TLS を使うクライアントは接続できません。',
  }),
  'starttls-without-other-certificate': phrase({
    en: 'Clients that require STARTTLS then cannot connect, and other clients can send the password unencrypted.',
    ja: 'その場合、STARTTLS を必須とするクライアントは接続できず、それ以外のクライアントはパスワードを暗号化せずに送信することがあります。',
  }),
  'submission-without-other-certificate': phrase({
    en: 'Clients that require STARTTLS then cannot send mail, and other clients can send the password unencrypted.',
    ja: 'その場合、STARTTLS を必須とするクライアントはメールを送信できず、それ以外のクライアントはパスワードを暗号化せずに送信することがあります。',
  }),
  'then-clients-cannot-connect': phrase({
    en: 'Clients then cannot connect, or see a warning.',
    ja: 'また、クライアントは接続できなくなるか、警告が表示されます。',
  }),
  'then-clients-without-starttls': phrase({
    en: 'Clients that require STARTTLS then cannot connect. Other clients can send the password unencrypted.',
    ja: 'また、STARTTLS を必須とするクライアントは接続できなくなります。それ以外のクライアントは、パスワードを暗号化せずに送信することがあります。',
  }),
  'then-submission-without-starttls': phrase({
    en: 'Clients that require STARTTLS then cannot send mail. Other clients can send the password unencrypted.',
    ja: 'また、STARTTLS を必須とするクライアントはメールを送信できなくなります。それ以外のクライアントは、パスワードを暗号化せずに送信することがあります。',
  }),
  'then-clients-without-tls': phrase({
    en: 'Clients that use implicit TLS then cannot connect.',
    ja: 'また、暗黙の TLS を使うクライアントは接続できなくなります。',
  }),
};

/** The effects after which `FOLLOWING_PHRASES` are used: each set has one condition. */
const EFFECTS_BY_CONDITION: readonly ReadonlySet<MailEffect>[] = [
  new Set<MailEffect>([
    'unencrypted-without-other-certificate',
    'clients-without-other-certificate',
    'starttls-without-other-certificate',
    'submission-without-other-certificate',
  ]),
  new Set<MailEffect>([
    'then-unencrypted',
    'then-verifying-peers-reject',
    'then-clients-cannot-connect',
    'then-clients-without-starttls',
    'then-submission-without-starttls',
    'then-clients-without-tls',
  ]),
];

const isFollowing = (effect: MailEffect): effect is FollowingEffect => Object.hasOwn(FOLLOWING_PHRASES, effect);

/** Returns the text of an effect, without its condition if the effect before it has the same. */
function effectPhrase(effect: MailEffect, previous: MailEffect | undefined): Phrase<string> {
  const isSame = EFFECTS_BY_CONDITION.some(
    (effects) => previous !== undefined && effects.has(previous) && effects.has(effect),
  );
  return isSame && isFollowing(effect) ? FOLLOWING_PHRASES[effect] : EFFECT_PHRASES[effect];
}

const SENTENCE_SEPARATOR: Phrase<string> = phrase({ en: ' ', ja: '' });

/** Returns effects as text. */
export function effectText(effects: MailEffects, locale: Locale): string {
  return effects
    .map((effect, index) => effectPhrase(effect, effects[index - 1])[locale])
    .join(SENTENCE_SEPARATOR[locale]);
}

/** Returns the line of an event about its effects on mail. */
export function effectLine(effects: MailEffects): EventLine {
  return phrase({
    en: () => {
      const text = effectText(effects, 'en');
      return `Effect: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
    },
    ja: () => `影響: ${effectText(effects, 'ja')}`,
  });
}
