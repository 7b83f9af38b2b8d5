import { HOUR } from '../../../src/domain/time.ts';
import { connector, NOON, store, stored } from '../world.ts';
import { internal, P, P_NAMES, R1, R2, recorded, S, S_EXPIRED, S_NAMES } from './cast.ts';
import type { Row } from './row.ts';

const CLONE = stored('S2', S_NAMES);
const CONFIGURED = { source: 'configured', thumbprint: S.certificate.thumbprint } as const;
const NINE = [...'abcdefghi'].map((letter) => connector(`R${letter}`, `${letter}.contoso.com`));
const MISSING_2007 = '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)';
const EXPIRED_2019 = '12016(mail01.contoso.com; S)';

/**
 * Situations of several scans: unavailable stores, restarts, reminders, and how a condition is
 * resolved.
 */
export const LIFE_ROWS: readonly Row[] = [
  {
    row: '49',
    title: 'recording the clone of the expired certificate clears 12015 and raises nothing',
    world: { certificates: [S_EXPIRED, CLONE], connectors: [R1], internal },
    choices: ['Default MAIL01 → S2; not S: certificate-expired'],
    both: ['12015(S)'],
    later: [
      {
        title: '15 minutes later, the clone is recorded',
        world: { now: NOON + HOUR / 4, internal: recorded(CLONE) },
        both: ['1900(12015; S; 900)'],
      },
    ],
  },
  {
    row: '52',
    title: 'the certificate of the configured thumbprint is replaced: 12023 names the one in use',
    world: { certificates: [S_EXPIRED], connectors: [R1], internal: CONFIGURED },
    choices: ['Default MAIL01 → S, expired'],
    only2007: ['12015(S)', MISSING_2007],
    only2019: ['12015(S)', EXPIRED_2019],
    later: [
      {
        title: 'an hour later, the file contains another certificate',
        world: { now: NOON + HOUR, certificates: [CLONE] },
        only2007: ['12023(S; S2)', '1900(12015; S; 3600)', '1900(12014; Default MAIL01; 3600)'],
        only2019: ['12023(S; S2)', '1900(12015; S; 3600)', '1900(12016; S; 3600)'],
      },
    ],
  },
  {
    row: '51a',
    title: 'an unreadable store may contain the recorded certificate: nothing is raised or cleared',
    world: {
      stores: [store('My'), store('Second')],
      certificates: [P],
      connectors: [R2],
      internal,
      unavailable: ['Second'],
    },
    choices: ['Internet MAIL01 → P, provisional'],
    both: ['1100(Second; /stores/Second; permission_denied)'],
    later: [
      {
        title: 'an hour later, the other store is read, too',
        world: { now: NOON + HOUR, unavailable: [] },
        both: ['12013(S)', '1900(1100; Second; 3600)'],
      },
      {
        title: 'the first store becomes unreadable',
        world: { now: NOON + 2 * HOUR, unavailable: ['My'] },
        both: ['1100(My; /stores/My; permission_denied)'],
      },
      {
        title: 'both stores are read, and the recorded certificate is found',
        world: { now: NOON + 3 * HOUR, certificates: [S, P], unavailable: [] },
        both: ['1900(1100; My; 3600)', '1900(12013; S; 7200)'],
      },
    ],
  },
  {
    row: '32e',
    title: 'keys are not reported while a store is unreadable; adding the key clears both events',
    world: {
      stores: [store('My'), store('Second')],
      certificates: [stored('P', { ...P_NAMES, key: 'missing' })],
      connectors: [R2],
      unavailable: ['Second'],
    },
    choices: ['Internet MAIL01 → unknown; not P: private-key-missing'],
    both: ['1100(Second; /stores/Second; permission_denied)'],
    later: [
      {
        title: 'an hour later, the other store is read, too',
        world: { now: NOON + HOUR, unavailable: [] },
        both: [
          '12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)',
          '1200(mail.contoso.com; P; /store/P.pem)',
          '1900(1100; Second; 3600)',
        ],
      },
      {
        title: 'the key is added',
        world: { now: NOON + 2 * HOUR, certificates: [P] },
        both: ['1900(12014; Internet MAIL01; 3600)', '1900(1200; P; 3600)'],
      },
    ],
  },
  {
    row: '66',
    title: 'an unreadable store raises its own event and clears nothing',
    world: { certificates: [S], connectors: [R2], internal },
    choices: ['Internet MAIL01 → none; nearest S: certificate-host-mismatch'],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    later: [
      {
        title: 'an hour later, the store is unreadable',
        world: { now: NOON + HOUR, unavailable: ['My'] },
        both: ['1100(My; /stores/My; permission_denied)'],
      },
      {
        title: 'an hour later, it is readable, and nothing is fixed',
        world: { now: NOON + 2 * HOUR, unavailable: [] },
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
    title: 'open conditions are repeated after 24 hours, not a millisecond earlier',
    world: { certificates: [S_EXPIRED], connectors: [R1], internal },
    choices: ['Default MAIL01 → S, expired'],
    only2007: ['12015(S)', MISSING_2007],
    only2019: ['12015(S)', EXPIRED_2019],
    later: [
      { title: 'a millisecond earlier', world: { now: NOON + 24 * HOUR - 1 }, both: [] },
      {
        title: 'after 24 hours',
        world: { now: NOON + 24 * HOUR },
        only2007: ['12015(S) repeated', `${MISSING_2007} repeated`],
        only2019: ['12015(S) repeated', `${EXPIRED_2019} repeated`],
      },
      { title: 'a millisecond later', world: { now: NOON + 24 * HOUR + 1 }, both: [] },
    ],
  },
  {
    row: '69',
    title: 'removing the connector clears its 12014',
    world: { certificates: [S], connectors: [R1, R2], internal },
    choices: ['Default MAIL01 → S', 'Internet MAIL01 → none; nearest S: certificate-host-mismatch'],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    later: [
      {
        title: 'an hour later, the connector is removed from the configuration',
        world: { now: NOON + HOUR, connectors: [R1] },
        both: ['1900(12014; Internet MAIL01; 3600)'],
      },
    ],
  },
  {
    row: '64',
    title: 'a glob without a match raises and clears nothing',
    world: { certificates: [S, P], globs: ['My'], connectors: [R2, connector('Other', 'x.contoso.com')], internal },
    choices: ['Internet MAIL01 → P', 'Other → none; nearest P: certificate-host-mismatch'],
    both: ['12014(x.contoso.com; Other; x.contoso.com)'],
    later: [
      {
        title: 'an hour later, the glob matches nothing',
        world: { now: NOON + HOUR, certificates: [] },
        both: ['1101(My; 2; 0)'],
      },
      { title: 'the next scan changes nothing', world: { now: NOON + 2 * HOUR }, both: [] },
      {
        title: 'all files are back',
        world: { now: NOON + 3 * HOUR, certificates: [S, P] },
        both: ['1900(1101; My; 7200)'],
      },
    ],
  },
  {
    row: '64a',
    title: 'a glob without a match does not hide the loss of a certificate of another store',
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
        title: 'an hour later, the glob matches nothing',
        world: { now: NOON + HOUR, certificates: [S] },
        both: ['1101(Second; 1; 0)'],
      },
      {
        title: 'a second later, S is removed, too',
        world: { now: NOON + HOUR + 1000, certificates: [] },
        both: ['1101(My; 1; 0)'],
      },
      {
        title: 'the loss of certificates that the glob contained is suppressed, other losses are not',
        world: { now: NOON + HOUR + 2000 },
        both: ['12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)'],
      },
    ],
  },
  {
    row: '65',
    title: 'an emptied directory is reported at once, and accepted at the second scan',
    world: { certificates: [P], connectors: [R2], internal: { source: 'none' } },
    choices: ['Internet MAIL01 → P'],
    both: [],
    later: [
      { title: 'an hour later, it is empty', world: { now: NOON + HOUR, certificates: [] }, both: ['1101(My; 1; 0)'] },
      {
        title: '30 seconds later, it is still empty',
        world: { now: NOON + HOUR + 30_000 },
        both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
      },
    ],
  },
  {
    row: '70',
    title: 'a clock set back over notAfter clears nothing until a second scan agrees',
    world: { certificates: [S_EXPIRED], connectors: [R1], internal },
    choices: ['Default MAIL01 → S, expired'],
    only2007: ['12015(S)', MISSING_2007],
    only2019: ['12015(S)', EXPIRED_2019],
    later: [
      {
        title: 'the clock is set back by two hours',
        world: { now: NOON - 2 * HOUR, clockStepMs: -2 * HOUR },
        both: [],
      },
      {
        title: 'the next scan agrees',
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
    title: 'one certificate on nine connectors expires: an event for each, or one event for all',
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
