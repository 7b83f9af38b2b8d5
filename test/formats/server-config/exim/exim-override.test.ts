import { expect, it } from 'vitest';
import { findEximOverride } from '../../../../src/formats/server-config/exim/exim-override.ts';

it.each([
  ['under systemd', "EXIMSERVICE='-bdf -q30m -oX 587:465:25 -oP /run/exim4/exim.pid'\n", '587:465:25', 1],
  ['by the script', "QUEUEINTERVAL='30m'\nSMTPLISTENEROPTIONS='-oX 26'\n", '26', 2],
  ['by both: systemd’s counts', "SMTPLISTENEROPTIONS='-oX 26'\nEXIMSERVICE='-bdf -oX 27'\n", '27', 2],
  ['twice: the last counts', "EXIMSERVICE='-oX 26'\nEXIMSERVICE='-bdf -oX 27'\n", '27', 2],
  ['with spaces in it', 'EXIMSERVICE="-bdf -oX \'127.0.0.1 : 25\'"\n', '127.0.0.1 : 25', 1],
  ['without quotation marks', 'EXIMSERVICE=-oX 26\n', '26', 1],
])('Exim is started with ports %s', (_how, text, value, line) => {
  expect(findEximOverride(text)).toEqual({ value, line });
});

it.each([
  ['no option is set', "EXIMSERVICE='-bdf -q30m'\n"],
  ['it is commented out', "#SMTPLISTENEROPTIONS='-oX 26'\n"],
  ['a later line has no option', "EXIMSERVICE='-oX 26'\nEXIMSERVICE='-bdf'\n"],
  ['it is another option', "EXIMSERVICE='-bdf -oXY 26'\n"],
  ['the file is empty', ''],
])('Exim listens by its configuration if %s', (_why, text) => {
  expect(findEximOverride(text)).toBeUndefined();
});
