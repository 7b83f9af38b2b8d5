import { describe, expect, it } from 'vitest';
import { terminalWidth } from '../../../src/formats/terminal/terminal-width.ts';
import { wrapText } from '../../../src/formats/terminal/wrap-text.ts';

describe('a text that is wrapped', () => {
  it('is one line if it fits', () => {
    expect(wrapText('a certificate', { width: 13 })).toEqual(['a certificate']);
    expect(wrapText('', { width: 13 })).toEqual(['']);
  });

  it('ends its lines at spaces', () => {
    expect(wrapText('a certificate expires', { width: 13 })).toEqual(['a certificate', 'expires']);
    expect(wrapText('a certificate expires', { width: 12 })).toEqual(['a', 'certificate', 'expires']);
  });

  it('keeps a long word whole', () => {
    expect(wrapText('of /etc/ssl/private/mail.pem here', { width: 10 })).toEqual([
      'of',
      '/etc/ssl/private/mail.pem',
      'here',
    ]);
    expect(wrapText('証明書/etc/ssl/private/mail.pemの期限', { width: 10 })).toEqual([
      '証明書',
      '/etc/ssl/private/mail.pem',
      'の期限',
    ]);
  });

  it('keeps spaces inside a line and its indent', () => {
    expect(wrapText('  My 3   letsencrypt 1', { width: 15 })).toEqual(['  My 3', 'letsencrypt 1']);
    expect(wrapText('  My 3   letsencrypt 1', { width: 24 })).toEqual(['  My 3   letsencrypt 1']);
  });

  it('counts two columns for a Japanese character', () => {
    expect(wrapText('証明書の有効期限', { width: 8 })).toEqual(['証明書の', '有効期限']);
    expect(wrapText('証明書の有効期限', { width: 9 })).toEqual(['証明書の', '有効期限']);
  });

  it.each([
    ['証明書、有効期限', 6, ['証明', '書、有', '効期限']],
    ['証明書」の期限', 6, ['証明', '書」の', '期限']],
    ['証明「書の期限', 6, ['証明', '「書の', '期限']],
    ['証明書ー期限', 6, ['証明', '書ー期', '限']],
    ['使っている', 2, ['使っ', 'て', 'い', 'る']],
    ['証明書 (期限)', 8, ['証明書', '(期限)']],
    ['証明書(期限)の', 7, ['証明書', '(期限)', 'の']],
  ])('follows the Japanese rules of the beginning and the end of lines: %s', (text, width, lines) => {
    expect(wrapText(text, { width })).toEqual(lines);
  });

  it('has other lines of another width, for an indent', () => {
    expect(wrapText('a b c d e', { width: 5, nextWidth: 3 })).toEqual(['a b c', 'd e']);
    expect(wrapText('証明書の期限', { width: 4, nextWidth: 2 })).toEqual(['証明', '書', 'の', '期', '限']);
  });

  it('does not break a command', () => {
    const command = 'systemctl start mailcertd';
    const text = `out of date: ${command}, as root`;
    expect(wrapText(text, { width: 20, unbroken: [command] })).toEqual(['out of date:', `${command},`, 'as root']);
    expect(wrapText(command, { width: 10, unbroken: [command] })).toEqual([command]);
  });

  it('does not count colors, and keeps them', () => {
    const yellow = '\x1b[33m通知先 mail\x1b[39m';
    expect(wrapText(yellow, { width: terminalWidth(yellow) })).toEqual([yellow]);
    expect(wrapText(yellow, { width: 7 })).toEqual(['\x1b[33m通知先', 'mail\x1b[39m']);
  });

  it('loses no character except spaces at the ends of lines', () => {
    const text =
      'コネクタ「Default MAIL01」(受信) の証明書 3F2A9C41 は、2026-12-04T01:00:00+09:00 に期限切れとなります。';
    for (let width = 1; width < 120; width++) {
      const lines = wrapText(text, { width });
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      for (const line of lines) if (terminalWidth(line) > width) expect(line).not.toMatch(/[^」。、）)] ./);
    }
  });
});
