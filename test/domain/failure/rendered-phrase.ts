import type { FailurePhrases } from '../../../src/domain/failure/failure.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';

/** The arguments that are lists. */
const LISTS: ReadonlySet<string> = new Set([
  'causes',
  'files',
  'lines',
  'recipients',
  'tables',
  'problems',
  'errors',
  'services',
  'similar',
  'choices',
  'words',
  'known',
  'keys',
  'names',
  'protocols',
  'levels',
]);

/**
 * Renders the phrase of a code with the name of each argument in its place, as `«name»`, and
 * collects the names.
 */
export function renderedPhrase(
  phrases: FailurePhrases,
  code: string,
  locale: Locale,
): { readonly text: string; readonly names: readonly string[] } {
  const names = new Set<string>();
  const values = new Proxy(
    {},
    {
      get: (_, name) => {
        names.add(String(name));
        return LISTS.has(String(name)) ? [`«${String(name)}»`] : `«${String(name)}»`;
      },
    },
  );
  const text = phrases[code]?.[locale] ?? '';
  return { text: typeof text === 'string' ? text : text(values as never), names: [...names].sort() };
}
