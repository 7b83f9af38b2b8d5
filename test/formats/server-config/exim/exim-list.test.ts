import { expect, it } from 'vitest';
import { eximList } from '../../../../src/formats/server-config/exim/exim-list.ts';

it.each([
  ['nothing', '', []],
  ['one item', ' /etc/a.pem ', ['/etc/a.pem']],
  ['colons', '25 : 465:587', ['25', '465', '587']],
  ['empty items', ':: : a : : b :', [':', 'a', 'b']],
  ['doubled colons', '127.0.0.1 : ::::1', ['127.0.0.1', '::1']],
  ['another separator', '<; 127.0.0.1 ; ::1', ['127.0.0.1', '::1']],
  ['another separator, doubled', '<, a,,b , c', ['a,b', 'c']],
  ['text that resembles one', '<a> : b', ['<a>', 'b']],
  ['a separator at its end', '<;', []],
])('a list of Exim with %s is read as Exim reads it', (_what, text, items) => {
  expect(eximList(text)).toEqual(items);
});

it('a list is read up to 256 items', () => {
  expect(eximList('25:'.repeat(100_000))).toHaveLength(256);
});
