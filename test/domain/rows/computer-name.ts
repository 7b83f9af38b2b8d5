import { DAY } from '../../../src/domain/time.ts';
import { connector, NOON, stored } from '../world.ts';
import { expiring, internal, P, R1, R2, S, S_EXPIRED, X1 } from './cast.ts';
import type { Row } from './row.ts';

/** The default self-signed certificate and the computer's name. */
export const COMPUTER_NAME_ROWS: readonly Row[] = [
  {
    row: '1',
    title: 'a valid self-signed certificate gives nothing',
    world: { certificates: [S], connectors: [R1, X1], internal },
    choices: ['Default MAIL01 → S', 'To Internet → S'],
    both: [],
  },
  {
    row: '2',
    title: 'it has expired by a millisecond',
    world: { certificates: [S_EXPIRED], connectors: [R1], internal },
    choices: ['Default MAIL01 → S, expired'],
    only2007: ['12015(S)', '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)'],
    only2019: ['12015(S)', '12016(mail01.contoso.com; S)'],
    reason: 'certificate-expired',
    nearest: 'S',
  },
  {
    row: '3',
    title: 'at notAfter itself it is expiring, not expired',
    world: { certificates: [expiring(NOON)], connectors: [R1], internal },
    choices: ['Default MAIL01 → S'],
    both: ['12017(S; 0)', '12018(mail01.contoso.com; S; 0)'],
  },
  {
    row: '4',
    title: 'a millisecond before notAfter',
    world: { certificates: [expiring(NOON + 1)], connectors: [R1], internal },
    choices: ['Default MAIL01 → S'],
    both: ['12017(S; 0)', '12018(mail01.contoso.com; S; 0)'],
  },
  {
    row: '5',
    title: 'three connectors depend on the expired one',
    world: { certificates: [S_EXPIRED], connectors: [R1, connector('Client MAIL01'), X1], internal },
    choices: ['Default MAIL01 → S, expired', 'Client MAIL01 → S, expired', 'To Internet → S, expired'],
    only2007: [
      '12015(S)',
      '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)',
      '12014(mail01.contoso.com; Client MAIL01; mail01.contoso.com)',
      '12014(mail01.contoso.com; To Internet; mail01.contoso.com)',
    ],
    only2019: ['12015(S)', '12016(mail01.contoso.com; S)'],
  },
  {
    row: '6',
    title: 'another valid certificate carries other names',
    world: { certificates: [S_EXPIRED, P], connectors: [R1, R2], internal },
    choices: ['Default MAIL01 → S, expired', 'Internet MAIL01 → P'],
    only2007: ['12015(S)', '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)'],
    only2019: ['12015(S)', '12016(mail01.contoso.com; S)'],
    nearest: 'S',
  },
  {
    row: '7',
    title: 'no connector needs the expired internal certificate',
    world: { certificates: [S_EXPIRED, P], connectors: [R2], internal },
    choices: ['Internet MAIL01 → P'],
    both: ['12015(S)'],
  },
  {
    row: '8',
    title: 'a valid one carries the name too, and the record is by thumbprint',
    world: {
      certificates: [S_EXPIRED, stored('P', { dnsNames: ['mail.contoso.com', 'mail01.contoso.com'] })],
      connectors: [R1],
      internal,
    },
    choices: ['Default MAIL01 → P; not S: certificate-expired'],
    both: ['12015(S)'],
  },
  {
    row: '9',
    title: 'the computer name given explicitly',
    world: { certificates: [S], connectors: [connector('Default MAIL01', 'mail01.contoso.com')], internal },
    choices: ['Default MAIL01 → S'],
    both: [],
  },
  {
    row: '10',
    title: 'the computer name given explicitly, expired',
    world: { certificates: [S_EXPIRED], connectors: [connector('Default MAIL01', 'mail01.contoso.com')], internal },
    choices: ['Default MAIL01 → S, expired'],
    only2007: ['12015(S)', '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)'],
    only2019: ['12015(S)', '12016(mail01.contoso.com; S)'],
  },
  {
    row: '11',
    title: 'the NetBIOS name as FQDN',
    world: { certificates: [S], connectors: [connector('Default MAIL01', 'mail01')], internal },
    choices: ['Default MAIL01 → S'],
    both: [],
  },
  {
    row: '12',
    title: 'upper case and a trailing dot',
    world: { certificates: [S], connectors: [connector('Default MAIL01', 'MAIL01.CONTOSO.COM.')], internal },
    choices: ['Default MAIL01 → S'],
    both: [],
  },
  {
    row: '15',
    title: 'a millisecond outside the window',
    world: { certificates: [expiring(NOON + 30 * DAY + 1)], connectors: [R1], internal },
    choices: ['Default MAIL01 → S'],
    both: [],
  },
  {
    row: '16',
    title: 'at the edge of the window',
    world: { certificates: [expiring(NOON + 30 * DAY)], connectors: [R1], internal },
    choices: ['Default MAIL01 → S'],
    both: ['12017(S; 720)', '12018(mail01.contoso.com; S; 720)'],
  },
  {
    row: '17',
    title: 'expiring, and no connector presents it',
    world: { certificates: [expiring(NOON + 30 * DAY), P], connectors: [R2], internal },
    choices: ['Internet MAIL01 → P'],
    both: ['12017(S; 720)'],
  },
];
