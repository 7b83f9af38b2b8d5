/** Language of a text. */
export type Locale = 'en' | 'ja';
