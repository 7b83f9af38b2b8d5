import { DAY, HOUR } from '../../../src/domain/time.ts';
import { NOON, store, stored } from '../world.ts';
import {
  expiring,
  internal,
  P,
  P_NAMES,
  R1,
  R2,
  RECORDED_DIRECTORY,
  S,
  S_EXPIRED,
  S_NAMES,
  setup,
  torn,
} from './cast.ts';
import type { Row } from './row.ts';

/** Several candidates, renewals, the internal transport certificate. */
export const RENEWAL_ROWS: readonly Row[] = [
  {
    row: '46',
    title: 'the old certificate has expired; a new one with the same names is selected',
    world: {
      certificates: [stored('Old', { ...P_NAMES, notAfter: NOON - DAY }), stored('New', P_NAMES)],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → New; not Old: certificate-expired'],
    both: [],
  },
  {
    row: '47',
    title: 'the newer clone has expired; the recorded certificate is valid',
    world: {
      certificates: [S, stored('S2', { ...S_NAMES, notBefore: NOON - 100 * DAY, notAfter: NOON - DAY })],
      connectors: [R1],
      internal,
    },
    choices: ['Default MAIL01 → S; not S2: certificate-expired'],
    both: [],
  },
  {
    row: '48',
    title: 'the recorded certificate has expired; its clone is valid but not recorded',
    world: {
      certificates: [S_EXPIRED, stored('S2', { ...S_NAMES, path: '/stores/My/clone/cert.pem' })],
      connectors: [R1],
      internal,
    },
    choices: ['Default MAIL01 → S2; not S: certificate-expired'],
    both: ['12015(S)'],
    remedies: ['mailcertd certificates enable S2 --services SMTP --force'],
  },
  {
    row: '50',
    title: "the recorded certificate is missing; another one matches the computer's name",
    world: {
      certificates: [stored('S2', { ...S_NAMES, path: '/stores/My/clone/cert.pem' })],
      connectors: [R1],
      internal,
    },
    choices: ['Default MAIL01 → S2'],
    both: ['12023(S; S2)'],
    remedies: ['mailcertd certificates enable S2 --services SMTP --force'],
  },
  {
    row: '50a',
    title: "a certificate with the computer's name that has expired does not replace the recorded one",
    world: {
      certificates: [stored('S2', { ...S_NAMES, notAfter: NOON - 1 }), P],
      connectors: [R2],
      internal: { source: 'configured', thumbprint: S.certificate.thumbprint },
    },
    choices: ['Internet MAIL01 → P'],
    both: ['12013(S)', '1300(My; 1)'],
    remedies: [
      'mailcertd certificates new --domain-name mail01.contoso.com --services SMTP',
      'mailcertd certificates list --store /stores/My --state expired',
    ],
  },
  {
    row: '50b',
    title: 'the recorded certificate is only in a store that is not personal',
    world: {
      certificates: [setup({ store: 'Archive' }), P],
      connectors: [R2],
      stores: [store('My'), store('Archive', { personal: false })],
      internal,
    },
    choices: ['Internet MAIL01 → P'],
    both: ['12013(S)'],
  },
  {
    row: '51',
    title: "the recorded certificate is missing, and no other matches the computer's name",
    world: { certificates: [P], connectors: [R1], internal },
    choices: ['Default MAIL01 → none; nearest P: certificate-host-mismatch'],
    both: ['12013(S)', '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)'],
    remedies: ['mailcertd certificates new --domain-name mail01.contoso.com --services SMTP --force'],
  },
  {
    row: '54',
    title: "no certificate matches the computer's name, and none was ever recorded",
    world: { certificates: [P], connectors: [R2] },
    choices: ['Internet MAIL01 → P'],
    both: [],
  },
  {
    row: '55',
    title: 'the file of the recorded certificate cannot be parsed',
    world: {
      certificates: [P],
      connectors: [R1],
      internal,
      problems: [torn(`${RECORDED_DIRECTORY}/certificate.pem`, 0)],
    },
    choices: ['Default MAIL01 → none; nearest P: certificate-host-mismatch'],
    both: [
      '1102(My; der_truncated; 1)',
      `12022(${RECORDED_DIRECTORY}/certificate.pem#0)`,
      '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)',
    ],
    remedies: [
      'openssl x509 -in /stores/My/S/certificate.pem -noout -subject -dates',
      'mailcertd certificates new --domain-name mail01.contoso.com --services SMTP --force',
    ],
  },
  {
    row: '55c',
    title: 'the recorded certificate is reported with its last path, for any file name',
    world: {
      certificates: [S],
      connectors: [R1],
      internal: { source: 'configured', thumbprint: S.certificate.thumbprint },
    },
    choices: ['Default MAIL01 → S'],
    both: [],
    later: [
      {
        title: 'an hour later, the file cannot be parsed',
        world: { now: NOON + HOUR, certificates: [], problems: [torn('/store/S.pem', 0)] },
        both: ['1101(My; 1; 0)', '1102(My; der_truncated; 1)'],
      },
      {
        title: 'an hour later, the smaller store is accepted',
        world: { now: NOON + 2 * HOUR },
        both: ['12022(/store/S.pem#0)', '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)'],
      },
      {
        title: 'the daemon is restarted',
        restart: true,
        world: { now: NOON + 3 * HOUR },
        both: [],
      },
      {
        title: 'the file can be read again',
        world: { now: NOON + 4 * HOUR, certificates: [S], problems: [] },
        both: [
          '1900(1101; My; 10800)',
          '1900(1102; der_truncated My; 10800)',
          '1900(12022; S; 7200)',
          '1900(12014; Default MAIL01; 7200)',
        ],
      },
    ],
  },
  {
    row: '55a',
    title: 'only another file or the key file cannot be parsed: the recorded certificate is missing',
    world: {
      certificates: [P],
      connectors: [R2],
      internal,
      problems: [torn('/stores/My/x.pem', 0), torn(`${RECORDED_DIRECTORY}/privkey.pem`, 0)],
    },
    choices: ['Internet MAIL01 → P'],
    both: ['1102(My; der_truncated; 2)', '12013(S)'],
  },
  {
    row: '55b',
    title: 'a copy of the recorded certificate in another store is found',
    world: {
      certificates: [P, setup({ store: 'Second' })],
      connectors: [R1],
      stores: [store('My'), store('Second')],
      internal,
      problems: [torn(`${RECORDED_DIRECTORY}/certificate.pem`, 0)],
    },
    choices: ['Default MAIL01 → S'],
    both: ['1102(My; der_truncated; 1)'],
  },
  {
    row: '55d',
    title: 'the file of the recorded certificate is empty, or has other content',
    world: {
      certificates: [P],
      connectors: [R2],
      internal,
      emptyFiles: [
        { store: 'My', path: `${RECORDED_DIRECTORY}/certificate.pem` },
        { store: 'My', path: '/stores/My/README' },
      ],
    },
    choices: ['Internet MAIL01 → P'],
    both: ['1102(My; no_certificate; 1)', `12022(${RECORDED_DIRECTORY}/certificate.pem)`],
    remedies: [
      'openssl x509 -in /stores/My/S/certificate.pem -noout -subject -dates',
      'mailcertd certificates new --domain-name mail01.contoso.com --services SMTP --force',
    ],
    later: [
      {
        title: 'an hour later, the file is removed',
        world: { now: NOON + HOUR, emptyFiles: [{ store: 'My', path: '/stores/My/README' }] },
        both: ['12013(S)', '1900(1102; no_certificate My; 3600)', '1900(12022; S; 3600)'],
      },
    ],
  },
  {
    row: '55e',
    title: 'the recorded certificate is reported with its last path, and not while a copy exists',
    world: { certificates: [S, P], connectors: [R2], internal },
    choices: ['Internet MAIL01 → P'],
    both: [],
    later: [
      {
        title: 'the file is emptied; a copy is in the same directory',
        world: {
          now: NOON + HOUR,
          certificates: [setup({ path: '/store/copy.pem' }), P],
          emptyFiles: [{ store: 'My', path: '/store/S.pem' }],
        },
        both: [],
      },
      {
        title: 'the copy is emptied',
        world: { now: NOON + 2 * HOUR, certificates: [P], emptyFiles: [{ store: 'My', path: '/store/copy.pem' }] },
        both: ['1102(My; no_certificate; 1)', '12022(/store/copy.pem)'],
      },
    ],
  },
  {
    row: '59',
    title: 'the same certificate in two stores raises one event',
    world: {
      certificates: [expiring(NOON + 10 * DAY), { ...expiring(NOON + 10 * DAY), store: 'Second' }],
      connectors: [R1],
      stores: [store('My'), store('Second')],
      internal,
    },
    choices: ['Default MAIL01 → S'],
    both: ['12017(S; 240)', '12018(mail01.contoso.com; S; 240)'],
  },
];
