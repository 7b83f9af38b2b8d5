import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Returns all documents of a repository, as paths relative to it. */
export function documentsOf(repository: string): readonly string[] {
  const pages = readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' });
  return [
    ...['README.md', 'README.ja.md', 'CHANGELOG.md', 'CONTRIBUTING.md'].filter((name) =>
      existsSync(join(repository, name)),
    ),
    ...pages
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => join('docs', name)),
  ];
}

const withoutCode = (page: string): string => page.replaceAll(/^ *```[\s\S]*?^ *```/gm, '');

/** Returns the anchors of a page's headings, as GitHub makes them. A repeated heading has a number. */
function anchorsOf(page: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutCode(page).matchAll(/^#+ (.+)$/gm)) {
    const anchor = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    let count = 0;
    while (anchors.has(count === 0 ? anchor : `${anchor}-${count}`)) count += 1;
    anchors.add(count === 0 ? anchor : `${anchor}-${count}`);
  }
  return anchors;
}

/** Returns the relative links of a document whose file or heading does not exist. */
export function documentLinkProblems(repository: string, page: string): readonly string[] {
  const text = readFileSync(join(repository, page), 'utf8');
  return [...withoutCode(text).matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].flatMap(
    ([link, target = '', anchor]) => {
      const file = target === '' ? join(repository, page) : resolve(repository, dirname(page), target);
      if (relative(repository, file).startsWith('..')) return [`${page}: ${link} leaves the repository`];
      if (!existsSync(file)) return [`${page}: ${link} is not a file`];
      if (anchor === undefined) return [];
      return anchorsOf(readFileSync(file, 'utf8')).has(anchor) ? [] : [`${page}: ${link} is not a heading`];
    },
  );
}

/**
 * Returns the references of a manual page to pages and documents of mailcertd that do not exist.
 * @param page relative to `directory`, for example `ja/man1/mailcertd.1`
 * @param directory dist/man
 */
export function manualLinkProblems(repository: string, directory: string, page: string): readonly string[] {
  const text = readFileSync(join(directory, page), 'utf8')
    .replaceAll('\\-', '-')
    .replaceAll(/\\f[BIRP]/g, '');
  const pages = [...text.matchAll(/\b(mailcertd[\w.-]*)\s?"?\s?\((\d)\)/g)]
    .filter(([, name, section]) => !existsSync(join(directory, `man${section}`, `${name}.${section}`)))
    .map(([, name, section]) => `${page}: ${name}(${section}) is not a manual page`);
  const documents = [...text.matchAll(/\/usr\/lib\/mailcertd\/((?:docs|config)\/[\w./-]+\w)/g)]
    .filter(([, file = '']) => !existsSync(join(repository, file)))
    .map(([, file]) => `${page}: ${file} is not a file`);
  return [...new Set([...pages, ...documents])];
}
