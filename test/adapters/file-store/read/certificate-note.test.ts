import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeNote, NoteError, parseNote } from '../../../../src/adapters/file-store/read/certificate-note.ts';
import { failureOfError } from '../../../../src/domain/failure/failure-of-error.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { ASKED, LATER } from '../personal-stores.ts';

const NOTHING = { services: undefined, note: undefined, removed: undefined };

describe('certificate.yaml', () => {
  it.each([
    ['', NOTHING],
    ['# nothing\n', NOTHING],
    ['text', NOTHING],
    ['- a list', NOTHING],
    ['ticket: 4711', NOTHING],
    ['services: []', { ...NOTHING, services: [] }],
    ['services: [IMAP, POP]', { ...NOTHING, services: ['IMAP', 'POP'] }],
    [
      `friendlyName: Mail
exportable: false
renewalOf: ${'A'.repeat(40)}
lastChange: { by: root, command: mailcertd certificates new, at: 2026-11-24T13:00:00+01:00 }
`,
      { ...NOTHING, note: { friendlyName: 'Mail', isExportable: false, renews: 'A'.repeat(40), requestedBy: ASKED } },
    ],
    [
      'removedBy: { by: root, command: mailcertd certificates new, at: 2026-11-24T12:00:00Z }',
      { ...NOTHING, removed: ASKED },
    ],
  ])('%j has exactly this content', async (text, expected) => {
    expect(await parseNote(text)).toEqual(expected);
  });

  it.each([
    ['services: IMAP', 'services must be a list'],
    ['services:', 'services must be a list'],
    ['services: [NEWS]', 'services: NEWS is not one of IMAP, POP, UM, IIS, SMTP, Federation'],
    ['services: [{}]', 'services: '],
    ['friendlyName: 1', 'friendlyName must be text'],
    ['friendlyName: [a]', 'friendlyName must be text'],
    ['exportable: "no"', 'exportable must be true or false'],
    ['renewalOf: mail', 'renewalOf must be a thumbprint'],
    ['lastChange: root', 'lastChange must be a mapping'],
    ['lastChange:', 'lastChange must be a mapping'],
    ['lastChange: { by: root }', 'lastChange must have by and command'],
    ['lastChange: { by: 0, command: a, at: 2026-11-24 }', 'by must be text'],
    ['lastChange: { by: root, command: a }', 'lastChange.at must be a timestamp'],
    ['lastChange: { by: root, command: a, at: tomorrow }', 'lastChange.at must be a timestamp'],
    ['removedBy: []', 'removedBy must be a mapping'],
    ['a: 1\na: 2', 'line 2, column 1: invalid YAML: this key occurs twice; remove one'],
    [
      Array.from({ length: 1000 }, (_, at) => `key${at}:\n`).join(''),
      'it has more than 1000 keys, values and line ends',
    ],
    ['- \n'.repeat(1000), 'it has more than 1000 keys, values and line ends'],
    ['services: [IMAP', 'line 1, column 16: invalid YAML: '],
    ['services:\n  - IMAP\n - POP', 'line 3, column 1: invalid YAML: '],
    ['services: &all - IMAP', 'line 1, column 16: invalid YAML: '],
    ['a: &x [1]\nb: *x', 'line 2, column 4: an alias cannot be used here; write the value'],
    ['a: 1\nb: *x', 'line 2, column 4: an alias cannot be used here; write the value'],
    [`friendlyName: ${'x'.repeat(4097)}`, 'friendlyName is longer than 4096 characters'],
    [`# ${'x'.repeat(16_384)}`, 'it is longer than 16384 characters'],
    ['['.repeat(16_000), 'line 1, column 17: more than 16 brackets are open here'],
    ['- '.repeat(8000), 'line 1, column 33: more than 16 lists or maps begin on this line'],
  ])('%j is one error', async (text, expected) => {
    const failed = parseNote(text);
    await expect(failed).rejects.toThrow(NoteError);
    await expect(failed).rejects.toThrow(expected);
    await expect(failed).rejects.toThrow(/^[^\n]*$/);
  });

  it('names an error of YAML in Japanese', async () => {
    const error = await parseNote('services: [IMAP').catch((cause: unknown) => cause);
    expect(failureText(failureOfError(error), 'ja')).toBe(
      '1 行目の 16 文字目: YAML として正しくありません: インデントが正しくないか、閉じ括弧がありません。同じマップのキーは同じ数のスペースでインデントし、括弧を閉じてください',
    );
  });

  it('keeps exactly the content that a command writes', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    const requestedBy = fc.record({ by: text, command: text, at: fc.integer({ min: 0, max: 4_102_444_800_000 }) });
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), requestedBy, requestedBy, async (friendlyName, isExportable, one, other) => {
        const written = await changeNote(undefined, {
          services: ['SMTP'],
          friendlyName,
          isExportable,
          requestedBy: one,
        });
        expect(await parseNote(written)).toEqual({
          services: ['SMTP'],
          note: { friendlyName, isExportable, requestedBy: one },
          removed: undefined,
        });
        const changed = await changeNote(written, { services: [], requestedBy: other });
        expect(await parseNote(changed)).toEqual({
          services: [],
          note: { friendlyName, isExportable, requestedBy: other },
          removed: undefined,
        });
      }),
    );
  });

  it('loses the removal of a restored certificate when it is changed', async () => {
    const removed = await changeNote(undefined, { services: ['SMTP'], requestedBy: ASKED });
    const put = await changeNote(removed, { removed: LATER });
    expect(await parseNote(put)).toMatchObject({ note: { requestedBy: ASKED }, removed: LATER });
    expect((await parseNote(await changeNote(put, { services: [], requestedBy: LATER }))).removed).toBeUndefined();
  });

  it.each(['text', '- a list', 'services: ['])('%j is not overwritten', async (text) => {
    await expect(changeNote(text, { services: [] })).rejects.toThrow(NoteError);
  });
});
