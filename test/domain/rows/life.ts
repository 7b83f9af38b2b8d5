import { HOUR } from '../../../src/domain/time.ts';
import { connector, NOON, store, stored } from '../world.ts';
import { internal, P, P_NAMES, R1, R2, recorded, S, S_EXPIRED, S_NAMES } from './cast.ts';
import type { Row } from './row.ts';

const CLONE = stored('S2', S_NAMES);
const CONFIGURED = { source: 'configured', thumbprint: S.certificate.thumbprint } as const;
const NINE = [...'abcdefghi'].map((letter) => connector(`R${letter}`, `${letter}.contoso.com`));
const MISSING_2007 = '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)';
const EXPIRED_2019 = '12016(mail01.contoso.com; S)';

/** What takes more than one pass: blindness, restarts, reminders, and how a condition ends. */
export const LIFE_ROWS: readonly Row[] = [
  {
    row: '49',
    title: 'recording the clone of the expired one ends 12015 and raises none',
    world: { certificates: [S_EXPIRED, CLONE], connectors: [R1], internal },
    choices: ['Default MAIL01 → S2; not S: certificate-expired'],
    both: ['12015(S)'],
    later: [
      {
        title: 'a quarter of an hour later the clone is recorded',
        world: { now: NOON + HOUR / 4, internal: recorded(CLONE) },
        both: ['1900(12015; S; 900)'],
      },
    ],
  },
  {
    row: '52',
    title: 'replaced in place, with a fixed thumbprint, it is over only by an event that says what is used',
    world: { certificates: [S_EXPIRED], connectors: [R1], internal: CONFIGURED },
    choices: ['Default MAIL01 → S, expired'],
    only2007: ['12015(S)', MISSING_2007],
    only2019: ['12015(S)', EXPIRED_2019],
    later: [
      {
        title: 'an hour later another certificate stands there',
        world: { now: NOON + HOUR, certificates: [CLONE] },
        only2007: ['12023(S; S2)', '1900(12015; S; 3600)', '1900(12014; Default MAIL01; 3600)'],
        only2019: ['12023(S; S2)', '1900(12015; S; 3600)', '1900(12016; S; 3600)'],
      },
    ],
  },
  {
    row: '51a',
    title: 'a store that is not seen may hold the recorded one: nothing is claimed, nothing that is open is over',
    world: {
      stores: [store('My'), store('Second')],
      certificates: [P],
      connectors: [R2],
      internal,
      blind: ['Second'],
    },
    choices: ['Internet MAIL01 → P, provisional'],
    both: ['1100(Second; /stores/Second; permission_denied)'],
    later: [
      {
        title: 'an hour later the other store is read, too',
        world: { now: NOON + HOUR, blind: [] },
        both: ['12013(S)', '1900(1100; Second; 3600)'],
      },
      {
        title: 'then the first store cannot be read',
        world: { now: NOON + 2 * HOUR, blind: ['My'] },
        both: ['1100(My; /stores/My; permission_denied)'],
      },
      {
        title: 'then both are read, and the recorded one is there',
        world: { now: NOON + 3 * HOUR, certificates: [S, P], blind: [] },
        both: ['1900(1100; My; 3600)', '1900(12013; S; 7200)'],
      },
    ],
  },
  {
    row: '32e',
    title: 'nothing is said of keys while a store is not seen; putting the key beside it ends both events',
    world: {
      stores: [store('My'), store('Second')],
      certificates: [stored('P', { ...P_NAMES, key: 'missing' })],
      connectors: [R2],
      blind: ['Second'],
    },
    choices: ['Internet MAIL01 → unknown; not P: private-key-missing'],
    both: ['1100(Second; /stores/Second; permission_denied)'],
    later: [
      {
        title: 'an hour later the other store is read, too',
        world: { now: NOON + HOUR, blind: [] },
        both: [
          '12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)',
          '1200(mail.contoso.com; P; /store/P.pem)',
          '1900(1100; Second; 3600)',
        ],
      },
      {
        title: 'then the key is there',
        world: { now: NOON + 2 * HOUR, certificates: [P] },
        both: ['1900(12014; Internet MAIL01; 3600)', '1900(1200; P; 3600)'],
      },
    ],
  },
  {
    row: '66',
    title: 'an unreadable store raises its own event and ends nothing',
    world: { certificates: [S], connectors: [R2], internal },
    choices: ['Internet MAIL01 → none; nearest S: certificate-host-mismatch'],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    later: [
      {
        title: 'an hour later the store cannot be read',
        world: { now: NOON + HOUR, blind: ['My'] },
        both: ['1100(My; /stores/My; permission_denied)'],
      },
      {
        title: 'the next hour it is read again, and nothing is mended',
        world: { now: NOON + 2 * HOUR, blind: [] },
        both: ['1900(1100; My; 3600)'],
      },
    ],
  },
  {
    row: '67',
    title: 'a restart raises nothing twice',
    world: { certificates: [S_EXPIRED], connectors: [R1], internal },
    choices: ['Default MAIL01 → S, expired'],
    only2007: ['12015(S)', MISSING_2007],
    only2019: ['12015(S)', EXPIRED_2019],
    later: [{ title: 'a minute later, after a restart', restart: true, world: { now: NOON + 60_000 }, both: [] }],
  },
  {
    row: '68',
    title: 'all that is still open is told again after 24 hours, and not a millisecond earlier',
    world: { certificates: [S_EXPIRED], connectors: [R1], internal },
    choices: ['Default MAIL01 → S, expired'],
    only2007: ['12015(S)', MISSING_2007],
    only2019: ['12015(S)', EXPIRED_2019],
    later: [
      { title: 'a millisecond before', world: { now: NOON + 24 * HOUR - 1 }, both: [] },
      {
        title: 'after 24 hours',
        world: { now: NOON + 24 * HOUR },
        only2007: ['12015(S) repeated', `${MISSING_2007} repeated`],
        only2019: ['12015(S) repeated', `${EXPIRED_2019} repeated`],
      },
      { title: 'a millisecond after', world: { now: NOON + 24 * HOUR + 1 }, both: [] },
    ],
  },
  {
    row: '69',
    title: 'removing the connector ends its 12014',
    world: { certificates: [S], connectors: [R1, R2], internal },
    choices: ['Default MAIL01 → S', 'Internet MAIL01 → none; nearest S: certificate-host-mismatch'],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    later: [
      {
        title: 'an hour later the configuration no longer names it',
        world: { now: NOON + HOUR, connectors: [R1] },
        both: ['1900(12014; Internet MAIL01; 3600)'],
      },
    ],
  },
  {
    row: '64',
    title: 'a glob that matches nothing today proves nothing: what is open stays open, nothing new is claimed',
    world: { certificates: [S, P], globs: ['My'], connectors: [R2, connector('Other', 'x.contoso.com')], internal },
    choices: ['Internet MAIL01 → P', 'Other → none; nearest P: certificate-host-mismatch'],
    both: ['12014(x.contoso.com; Other; x.contoso.com)'],
    later: [
      {
        title: 'an hour later the glob matches nothing',
        world: { now: NOON + HOUR, certificates: [] },
        both: ['1101(My; 2; 0)'],
      },
      { title: 'and so it stays', world: { now: NOON + 2 * HOUR }, both: [] },
      {
        title: 'then all is back',
        world: { now: NOON + 3 * HOUR, certificates: [S, P] },
        both: ['1900(1101; My; 7200)'],
      },
    ],
  },
  {
    row: '64a',
    title:
      'a glob that matches nothing hides nothing of names that it did not hold: another store’s loss is told at once',
    world: {
      stores: [store('My'), store('Second')],
      certificates: [{ ...P, store: 'Second', location: { path: '/second/P.pem', block: 0, alias: undefined } }, S],
      globs: ['Second'],
      connectors: [R1, R2],
      internal: { source: 'none' },
    },
    choices: ['Default MAIL01 → S', 'Internet MAIL01 → P'],
    both: [],
    later: [
      {
        title: 'an hour later the glob matches nothing',
        world: { now: NOON + HOUR, certificates: [S] },
        both: ['1101(Second; 1; 0)'],
      },
      {
        title: 'a second later S is gone too',
        world: { now: NOON + HOUR + 1000, certificates: [] },
        both: ['1101(My; 1; 0)'],
      },
      {
        title: 'what the glob held is kept back, what it never held is not',
        world: { now: NOON + HOUR + 2000 },
        both: ['12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)'],
      },
    ],
  },
  {
    row: '65',
    title: 'a folder that was emptied is told of at once, and believed at the second look',
    world: { certificates: [P], connectors: [R2], internal: { source: 'none' } },
    choices: ['Internet MAIL01 → P'],
    both: [],
    later: [
      { title: 'an hour later it is empty', world: { now: NOON + HOUR, certificates: [] }, both: ['1101(My; 1; 0)'] },
      {
        title: 'half a minute later it still is',
        world: { now: NOON + HOUR + 30_000 },
        both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
      },
    ],
  },
  {
    row: '70',
    title: 'a clock set back over notAfter ends nothing until a second look agrees',
    world: { certificates: [S_EXPIRED], connectors: [R1], internal },
    choices: ['Default MAIL01 → S, expired'],
    only2007: ['12015(S)', MISSING_2007],
    only2019: ['12015(S)', EXPIRED_2019],
    later: [
      {
        title: 'the clock goes back by two hours',
        world: { now: NOON - 2 * HOUR, clockStepMs: -2 * HOUR },
        both: [],
      },
      {
        title: 'the next look agrees',
        world: { now: NOON - 2 * HOUR + 1000, clockStepMs: 0 },
        only2007: [
          '12017(S; 1)',
          '12018(mail01.contoso.com; S; 1)',
          '1900(12015; S; 0)',
          '1900(12014; Default MAIL01; 0)',
        ],
        only2019: ['12017(S; 1)', '12018(mail01.contoso.com; S; 1)', '1900(12015; S; 0)', '1900(12016; S; 0)'],
      },
    ],
  },
  {
    row: '72',
    title: 'one certificate on nine connectors expires: an event for each, or one that names all',
    world: {
      certificates: [stored('P', { dnsNames: NINE.map(({ fqdn }) => fqdn ?? ''), notAfter: NOON - 1 })],
      connectors: NINE,
      internal: { source: 'none' },
    },
    choices: NINE.map(({ name }) => `${name} → P, expired`),
    only2007: NINE.map(({ name, fqdn }) => `12014(${fqdn}; ${name}; ${fqdn})`),
    only2019: ['12016(a.contoso.com; P)'],
  },
];
