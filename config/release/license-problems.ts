import type { ShippedPackage } from '../materials/shipped-packages.ts';

/** SPDX names of the licenses that a shipped package may have. Each permits to distribute it with mailcertd. */
const ALLOWED: ReadonlySet<string> = new Set([
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Unlicense'],
  'blessing',
]);

/** Returns whether an SPDX expression permits a choice of allowed licenses. */
const isAllowed = (expression: string): boolean =>
  expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((name) => ALLOWED.has(name.trim())));

/** Returns the words of a text. The copyright file indents lines, and writes an empty one as `.`. */
const wordsOf = (text: string): string => text.replace(/^ \.$/gm, '').replace(/\s+/g, ' ').trim();

/** The copyright file refers to Debian's copy of the GPL instead of repeating it. */
const withoutGpl = (text: string): string => text.split(/^.*GNU GENERAL PUBLIC LICENSE/m)[0] ?? '';

/**
 * Returns the shipped packages without an allowed license, and those whose license is not in the
 * copyright file of the Debian package.
 */
export function licenseProblems(shipped: readonly ShippedPackage[], copyright: string): readonly string[] {
  const paragraphs = copyright.split(/\n\n(?=Files: )/);
  return shipped.flatMap(({ path, license, licenseText }) => {
    const problems: string[] = [];
    if (!isAllowed(license)) problems.push(`${path} has the license ${license}, which is not allowed`);
    const paragraph = paragraphs.find((each) => each.startsWith(`Files: usr/lib/mailcertd/${path}/*\n`));
    if (paragraph === undefined) problems.push(`${path} is not in the copyright file`);
    else if (!wordsOf(paragraph).includes(wordsOf(withoutGpl(licenseText)))) {
      problems.push(`the text of the license of ${path} is not in the copyright file`);
    }
    return problems;
  });
}
