import { type Phrase, phrase } from '../../domain/text/phrase.ts';

/** The texts of a calendar with the expiry of certificates. */
interface CalendarPhrases {
  readonly title: Phrase<(computer: string) => string>;
  readonly summary: Phrase<(name: string) => string>;
  readonly selectedBy: Phrase<(connectors: string) => string>;
  readonly file: Phrase<(path: string) => string>;
  readonly thumbprint: Phrase<(thumbprint: string) => string>;
  readonly issuer: Phrase<(issuer: string) => string>;
}

/** The texts of a calendar with the expiry of certificates. */
export const CALENDAR_PHRASES: CalendarPhrases = {
  title: phrase({
    en: (computer: string) => `Certificates of ${computer}`,
    ja: (computer) => `${computer} の証明書`,
  }),
  summary: phrase({
    en: (name: string) => `Certificate expires: ${name}`,
    ja: (name) => `証明書の有効期限: ${name}`,
  }),
  selectedBy: phrase({
    en: (connectors: string) => `Selected by: ${connectors}`,
    ja: (connectors) => `選択しているコネクタ: ${connectors}`,
  }),
  file: phrase({ en: (path: string) => `File: ${path}`, ja: (path) => `ファイル: ${path}` }),
  thumbprint: phrase({
    en: (thumbprint: string) => `Thumbprint: ${thumbprint}`,
    ja: (thumbprint) => `拇印: ${thumbprint}`,
  }),
  issuer: phrase({ en: (issuer: string) => `Issuer: ${issuer}`, ja: (issuer) => `発行者: ${issuer}` }),
};
