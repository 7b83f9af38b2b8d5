import { describe, expect, it } from 'vitest';
import { escapeRoff, textLine } from '../../../config/man/escape-roff.ts';

describe('a text in a manual page', () => {
  it.each([
    ['--dry-run', '\\-\\-dry\\-run'],
    ["the computer's `name`", 'the computer\\(aqs \\(ganame\\(ga'],
    ['say "no"', 'say \\(dqno\\(dq'],
    ['a\\b ^ ~', 'a\\(rsb \\(ha \\(ti'],
    ['→ …', '\\[u2192] \\[u2026]'],
    ['\u{1f600}', '\\[u1F600]'],
    ['\u001b[31m\u202e', '\\(rsx1b[31m\\(rsu202e'],
    ['a\nb', 'a\\(rsx0ab'],
  ])('%j has its special characters escaped', (text, escaped) => {
    expect(escapeRoff(text)).toBe(escaped);
  });

  it('keeps the hyphens of prose', () => {
    expect(escapeRoff('self-signed', 'ascii', 'prose')).toBe('self-signed');
  });

  it('keeps Japanese characters, and lets a line end between them, but not before punctuation or in words', () => {
    expect(escapeRoff('証明書 (拇印) を、', 'japanese')).toBe('証\\:明\\:書 (拇\\:印) を、');
    expect(escapeRoff('「サーバー」x', 'japanese')).toBe('「サー\\:バー」\\:x');
    expect(escapeRoff('証明書', 'utf8')).toBe('証明書');
  });

  it('is never a request', () => {
    expect(textLine('.SH NAME')).toBe('\\&.SH NAME');
    expect(textLine(escapeRoff("'br"))).toBe('\\(aqbr');
    expect(textLine('mailcertd.yaml')).toBe('mailcertd.yaml');
  });
});
