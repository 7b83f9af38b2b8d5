import { describe, expect, it } from 'vitest';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import {
  parseSmtpdConf,
  type SmtpdSettings,
} from '../../../../src/formats/server-config/opensmtpd/parse-smtpd-conf.ts';

const MAIN = '/etc/smtpd.conf';

function parsed(text: string, included: Readonly<Record<string, string>> = {}): SmtpdSettings {
  return parseSmtpdConf(MAIN, new Map([[MAIN, text], ...Object.entries(included)]));
}

/** Returns each statement as words with spaces between; quoted ones are in quotation marks. */
function said(text: string, included: Readonly<Record<string, string>> = {}): readonly string[] {
  return parsed(text, included).statements.map(({ words }) =>
    words.map(({ kind, text: word }) => (kind === 'quoted' ? JSON.stringify(word) : word)).join(' '),
  );
}

const errors = (settings: SmtpdSettings): readonly string[] =>
  settings.errors.map(({ file, line, failure }) => `${file}:${line}: ${failureText(failure, 'en')}`);

/** The title, the text, its statements, and the files that it includes. */
type Row = [string, string, readonly string[], Readonly<Record<string, string>>?];

describe('smtpd.conf is tokenized as smtpd does it:', () => {
  it.each<Row>([
    ['words', 'listen on 127.0.0.1 port 25\n', ['listen on 127.0.0.1 port 25']],
    ['a last line without an end', 'listen on lo', ['listen on lo']],
    ['addresses', 'listen on ::1 port 587\nlisten on eth0', ['listen on ::1 port 587', 'listen on eth0']],
    ['quoted text', `pki "a b" cert '/etc/c d.pem'`, ['pki "a b" cert "/etc/c d.pem"']],
    ['quotes within quotes', String.raw`pki "a\"b\\c\ d"`, [String.raw`pki "a\"b\\\\c d"`]],
    ['an empty text', 'pki "" cert ""', ['pki "" cert ""']],
    ['comments', '# listen on eth0\nlisten on lo # eth0\n#', ['listen on lo']],
    ['joined lines', 'listen on lo \\\n  port 25 \\\n  tls\npki a', ['listen on lo port 25 tls', 'pki a']],
    ['a comment with a continuation line', '# one \\\nlisten on eth0\nlisten on lo', ['listen on lo']],
    ['braces over lines', 'table x {\n a = b,\n c\n}\nlisten on lo', ['table x { a = b , c }', 'listen on lo']],
    ['marks', 'action "a" relay auth <secrets>', ['action "a" relay auth < secrets >']],
    ['a word after a negation', 'match !from any', ['match ! from any']],
    ['an included file', 'include "/b"\npki c', ['listen on lo', 'pki c'], { '/b': 'listen on lo' }],
    [
      'files in files',
      'include "/b"',
      ['pki b', 'pki c', 'pki d'],
      { '/b': 'pki b\ninclude "/c"\npki d', '/c': 'pki c' },
    ],
    ['a file from the root directory', 'include "etc/b"', ['pki b'], { '/etc/b': 'pki b\n' }],
  ])('%s', (_what, text, statements, included = {}) => {
    expect(said(text, included)).toEqual(statements);
    expect(errors(parsed(text, included))).toEqual([]);
  });

  it.each<Row>([
    ['in a word’s place', 'x = "eth0"\nlisten on $x port 25', ['listen on eth0 port 25']],
    ['at the front of a word', 'x = "mail"\npki $x.contoso.com', ['pki mail.contoso.com']],
    ['with a path, which has to be quoted', `x = '"/a.pem"'\npki a cert $x key /b`, ['pki a cert "/a.pem" key / b']],
    ['for several words', 'x = "lo port 25"\nlisten on $x tls', ['listen on lo port 25 tls']],
    ['for quoted words', `x = '"a b" c'\npki $x`, ['pki "a b" c']],
    ['one after the other', 'x = "a"\ny = "b"\npki $x $y$x', ['pki a b$x']],
    ['that was given another value', 'x = "a"\nx = "b"\npki $x', ['pki b']],
    ['that an included file defines', 'include "/m"\npki $x', ['pki a'], { '/m': 'x = "a"' }],
    ['in an included file', 'x = "a"\ninclude "/m"', ['pki a'], { '/m': 'pki $x' }],
    ['not within quotation marks', 'x = "a"\npki "$x"', ['pki "$x"']],
    ['not within a macro', 'x = "a"\ny = "$x"\npki $y', ['pki $ x']],
    ['with nothing in it', 'x = ""\npki $x a', ['pki a']],
  ])('a macro %s', (_where, text, statements, included = {}) => {
    expect(said(text, included)).toEqual(statements);
    expect(errors(parsed(text, included))).toEqual([]);
  });

  it('an undefined macro ends only its line, and is reported', () => {
    const settings = parsed('listen on eth0 tls pki $name\nlisten on lo\n');
    expect(settings.statements).toHaveLength(1);
    expect(errors(settings)).toEqual(['/etc/smtpd.conf:1: the macro "$name" is not defined']);
  });

  it('an unclosed quotation mark ends everything, and is reported', () => {
    const settings = parsed('listen on lo\n\npki "a\nlisten on eth0\n');
    expect(settings.statements).toHaveLength(1);
    expect(errors(settings)).toEqual(['/etc/smtpd.conf:5: a quotation mark is not closed']);
  });

  it('each statement has its file and line', () => {
    const { statements } = parsed('\n# a\nlisten on lo \\\n tls\ninclude "/b"\npki c\n', { '/b': '\npki b\n' });
    expect(statements.map(({ words: [{ file, line }] }) => `${file}:${line}`)).toEqual([
      '/etc/smtpd.conf:3',
      '/b:2',
      '/etc/smtpd.conf:6',
    ]);
  });

  it('missing files are named, with the file that includes them', () => {
    const { missing } = parsed('listen on lo\ninclude "/b"\ninclude "/c"', { '/b': '\ninclude "/d"' });
    expect([...missing].map(([path, { file, line }]) => `${path} ${file}:${line}`)).toEqual([
      '/d /b:2',
      '/c /etc/smtpd.conf:3',
    ]);
  });

  it('circular or endlessly growing includes end', () => {
    expect(errors(parsed(`include "${MAIN}"\n`))).toEqual([
      '/etc/smtpd.conf:2: the files include each other in a loop',
    ]);
    const value = `x = "${'a '.repeat(4000)}"\n`;
    expect(errors(parsed(`${value}${'pki $x\n'.repeat(1000)}`))).toEqual([
      expect.stringMatching(/^\/etc\/smtpd\.conf:\d+: it has more than 100000 words$/),
    ]);
    expect(errors(parsed(`x = ""\n${'$x'.repeat(20_000)}`))).toEqual(['/etc/smtpd.conf:2: it has too many macros']);
    expect(errors(parsed(`pki "${'a'.repeat(20_000)}"`))).toEqual([
      '/etc/smtpd.conf:1: a quotation mark is not closed',
    ]);
  });
});
