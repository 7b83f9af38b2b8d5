import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const sourceDirectory = resolve(import.meta.dirname, '../../src');

/** Names in comments that other programs and interfaces define. */
const FOREIGN_NAMES: ReadonlySet<string> = new Set([
  ...['AI_CANONNAME', 'getaddrinfo', 'GLOB_BRACE', 'rm', 'SQLITE_IOERR_WRITE', 'CAP_DAC_READ_SEARCH'],
  // Java, package.json, an option of Node's mkdir, a directory of certbot
  ...['DataOutput', 'engines', 'recursive', 'archive'],
]);

/** A name in backticks. Names with lower-case letters and `_` are those of C and Postfix. */
const QUOTED_NAME = /`([a-z][A-Za-z0-9]*|[A-Z][a-z][A-Za-z0-9]*|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:\(\))?`/g;
/** A constant without backticks. */
const CONSTANT = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;
/** Links, pages of Postfix, and environment variables and journal fields of mailcertd. */
const NOT_CODE = /`[^`\n]*`|https?:\S+|\b\w+_README\b|\bMAILCERTD_\w+/g;

/** A line of a comment; comments after code are rare, and count as code. */
const COMMENT_LINE = /^ *(?:\/\*\*|\*|\/\/).*$/gm;

/** Returns the names in comments that no code contains, each with its file. */
function undefinedNames(files: ReadonlyMap<string, string>): readonly string[] {
  const texts = [...files];
  const definedNames = new Set(
    texts.flatMap(([, text]) => text.replace(COMMENT_LINE, '').match(/[A-Za-z_$][\w$]*/g) ?? []),
  );
  return texts.flatMap(([path, text]) =>
    (text.match(COMMENT_LINE) ?? [])
      .flatMap((comment) => [
        ...[...comment.matchAll(QUOTED_NAME)].map(([, name = '']) => name),
        ...(comment.replace(NOT_CODE, '').match(CONSTANT) ?? []),
      ])
      .filter((name) => !definedNames.has(name) && !FOREIGN_NAMES.has(name))
      .map((name) => `${path}: ${name}`),
  );
}

test('every name in a comment exists in the code', () => {
  const paths = readdirSync(sourceDirectory, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  expect(paths.length).toBeGreaterThan(500);
  const files = new Map(paths.map((path) => [path, readFileSync(join(sourceDirectory, path), 'utf8')]));
  expect(undefinedNames(files)).toEqual([]);
});

test.each(['`oldName`', '`OldName`', '`Oldname`', '`old`', '`oldName()`', '`OLD_NAME`', 'OLD_NAME'])(
  'a comment with %s is found if the code has no such name',
  (written) => {
    const name = written.replace(/[`()]/g, '');
    const comment = `/** Returns ${written}. */`;
    expect(undefinedNames(new Map([['a.ts', `${comment}\nconst other = 1;`]]))).toEqual([`a.ts: ${name}`]);
    const definition = `const ${name} = 1;`;
    expect(
      undefinedNames(
        new Map([
          ['a.ts', comment],
          ['b.ts', definition],
        ]),
      ),
    ).toEqual([]);
  },
);

test.each(['`smtp_tls_level`', '`a b`', '`EPERM`', 'TLS_README', 'https://x.org/OLD_NAME', 'MAILCERTD_X', 'EPERM'])(
  'a comment with %s names nothing of the code',
  (written) => {
    expect(undefinedNames(new Map([['a.ts', `// ${written}\nconst other = 1;`]]))).toEqual([]);
  },
);
