import { phrase } from '../../../domain/text/phrase.ts';

/** The comments of `config show`, in the language of the reader. */
export const SHOW_PHRASES = {
  default: phrase({ en: 'the default', ja: '既定値' }),
  /** `place` is the file and line that set the level. */
  levelInPlaceOf: phrase({
    en: (place: string, level: string) => `${place}, in place of ${level}`,
    ja: (place, level) => `${place} (既定値は ${level})`,
  }),
};
