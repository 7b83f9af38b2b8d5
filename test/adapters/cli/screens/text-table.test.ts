import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandCell, joinCells, tableLines, textTable } from '../../../../src/adapters/cli/screens/text-table.ts';
import { terminalWidth } from '../../../../src/formats/terminal/terminal-width.ts';

const PIPED = { width: undefined };

it('a text table of no rows is empty', () => {
  expect(textTable([], PIPED)).toBe('');
});

it('a text table has columns as wide as their widest cell, by terminal width, and no trailing spaces', () => {
  const rows = [
    ['拇印', '名前', 'file'],
    ['77C0A913', '\x1b[31mé\x1b[39m', ''],
    ['', 'b'],
  ];
  expect(textTable(rows, PIPED)).toBe(
    ['拇印      名前  file', '77C0A913  \x1b[31mé\x1b[39m', '          b', ''].join('\n'),
  );
});

it('a text table starts each cell in the same column of the screen', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '-', 'é', '証', 'ｶ', '🔒', 'e\u0301'), minLength: 1 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (rows) => {
      const lines = textTable(rows, PIPED).split('\n');
      const [first = 0, second = 0] = [0, 1].map((column) =>
        Math.max(...rows.map((row) => terminalWidth(row[column] ?? ''))),
      );
      for (const [at, [, middle, last]] of rows.entries()) {
        const line = lines[at] ?? '';
        expect(terminalWidth(line.slice(0, line.length - last.length))).toBe(first + second + 4);
        expect(line.endsWith(last)).toBe(true);
        expect(line.includes(`  ${middle}`)).toBe(true);
      }
    }),
  );
});

/**
 * Returns how often the cells of a table with this many rows are read. This measure of work does
 * not depend on other processes.
 */
function readsOf(size: number): number {
  let reads = 0;
  const row = new Proxy(['77C0A913', 'mail.contoso.com', '/store/a.pem'], {
    get: (target, key, receiver) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  for (const line of tableLines(() => Array.from({ length: size }, () => row), PIPED))
    expect(line.endsWith('\n')).toBe(true);
  return reads;
}

it('a text table takes work in proportion to its rows', () => {
  expect(readsOf(4000)).toBeLessThanOrEqual(4.1 * readsOf(1000));
});

describe('a text table that is wider than the terminal', () => {
  const LONG_PATH = '/etc/letsencrypt/live/mail.contoso.com/fullchain.pem';

  it('is not changed if it fits exactly', () => {
    const rows = [['since', 'summary', 'state']];
    expect(textTable(rows, { width: 21 })).toBe(textTable(rows, PIPED));
    expect(textTable(rows, { width: 20 })).not.toBe(textTable(rows, PIPED));
  });

  it('wraps a text in its column, below the start of the text', () => {
    const rows = [
      ['a', 'the certificate for mail.contoso.com expires in ten days'],
      ['b', '証明書の有効期限まであと 220 時間 (9 日 4 時間) です'],
    ];
    expect(textTable(rows, { width: 45 })).toBe(
      [
        'a  the certificate for mail.contoso.com',
        '   expires in ten days',
        'b  証明書の有効期限まであと 220 時間 (9 日 4',
        '   時間) です',
        '',
      ].join('\n'),
    );
  });

  it('has a long text below the other columns if there is no room next to them', () => {
    const rows = [
      ['2026-11-24T19:00:00+09:00', 'Error', 'the certificate for mail.contoso.com expires in ten days'],
      ['', '', 'it is silenced'],
    ];
    expect(textTable(rows, { width: 50 })).toBe(
      [
        '2026-11-24T19:00:00+09:00  Error',
        '    the certificate for mail.contoso.com expires',
        '    in ten days',
        '    it is silenced',
        '',
      ].join('\n'),
    );
  });

  it('continues rows on indented lines, whose columns are aligned', () => {
    const rows = [
      ['connector', 'certificate', 'reload', 'source'],
      ['postfix smtp', '/etc/ssl/mail-rsa.pem', 'systemctl reload postfix', 'master.cf:12'],
    ];
    expect(textTable(rows, { width: 50 })).toBe(
      [
        'connector     certificate',
        '    reload                    source',
        'postfix smtp  /etc/ssl/mail-rsa.pem',
        '    systemctl reload postfix  master.cf:12',
        '',
      ].join('\n'),
    );
  });

  it('leaves out droppable columns, no more than necessary, and names them', () => {
    const rows = [
      ['thumbprint', 'until', 'names', 'file'],
      ['77C0A913', '2026-12-04', 'imap.contoso.com', LONG_PATH],
    ];
    const layout = {
      droppable: [3, 1],
      droppedText: (headings: readonly string[]) => `without ${headings.join(', ')}`,
    };
    expect(textTable(rows, { ...layout, width: 40 })).toBe(
      ['thumbprint  until       names', '77C0A913    2026-12-04  imap.contoso.com', 'without file', ''].join('\n'),
    );
    expect(textTable(rows, { ...layout, width: 39 })).toBe(
      ['thumbprint  names', '77C0A913    imap.contoso.com', 'without until, file', ''].join('\n'),
    );
    expect(textTable(rows, { ...layout, width: 200 })).toBe(textTable(rows, PIPED));
  });

  it('does not break a command or a path, and has it further left if it then fits', () => {
    const command = `openssl x509 -in ${LONG_PATH} -noout`;
    const rows = [['Fix', commandCell(command)]];
    expect(textTable(rows, { width: 79 })).toBe(`Fix\n   ${command}\n`);
    expect(textTable(rows, { width: 50 })).toBe(`Fix\n    ${command}\n`);
    expect(textTable([['file', `${LONG_PATH} (My)`]], { width: 54 })).toBe(`file\n  ${LONG_PATH}\n    (My)\n`);
  });

  it('does not break the commands of joined cells', () => {
    const list = joinCells(['My 3', commandCell('mailcertd connectors explain')], '   ');
    expect(textTable([['stores', list]], { width: 40 })).toBe('stores  My 3\n        mailcertd connectors explain\n');
  });

  it('has no line that is wider than the terminal, and loses no text', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', '-', '証', '明', '、', '「', ' '),
      minLength: 1,
      maxLength: 30,
    });
    const cells = fc.array(word, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 4 }), fc.integer({ min: 40, max: 100 }), (rows, width) => {
        const table = textTable(rows, { width });
        for (const line of table.split('\n')) expect(terminalWidth(line)).toBeLessThanOrEqual(width);
        const characters = (text: string): string =>
          [...text]
            .filter((character) => !/\s/.test(character))
            .sort()
            .join('');
        expect(characters(table)).toBe(characters(rows.flat().join('')));
      }),
    );
  });
});
