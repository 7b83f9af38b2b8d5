import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import { isConnectorFile } from '../../src/domain/connector/certificate-file.ts';
import type { EventLevel } from '../../src/domain/event/event-definition.ts';
import { HOUR, type Instant } from '../../src/domain/time.ts';
import { CONNECTORS, STORES } from '../domain/histories.ts';
import { CALM, NOON, type World } from '../domain/world.ts';
import { isOf, LETTERS, put, type Renewal, SLOTS, verdictOn } from './slots.ts';
import { SOON } from './watch.ts';
import { AS_MAIL, type Happening, SERVERS } from './years.ts';

/**
 * A period without any change: its world, the changes of the daemon at its beginning, and its end.
 */
export interface Stretch {
  readonly world: World;
  readonly restart: boolean;
  readonly failing: readonly number[];
  readonly levels: ReadonlyMap<number, EventLevel>;
  readonly end: Instant;
}

/** Returns the periods of a year. The first one begins with a certificate in each slot. */
export function stretchesOf(happenings: readonly Happening[]): readonly Stretch[] {
  const first: Renewal = {
    ...{
      slot: 0,
      isAdditional: true,
      lifeDays: 90,
      beginsInHours: -1,
      selfSigned: false,
      services: ['SMTP'],
      key: 'matches',
    },
  };
  let certificates: readonly StoredCertificate[] = SLOTS.flatMap((_, slot) =>
    put([], { ...first, slot }, `${LETTERS[slot]}0x`, NOON),
  );
  let world: World = {
    ...CALM,
    stores: STORES,
    connectors: [...CONNECTORS, ...SERVERS, AS_MAIL],
    expiresSoon: SOON,
    certificates,
  };
  let emptyFiles: World['emptyFiles'] = [];
  let verdicts: World['verdicts'] = new Map();
  let failing: readonly number[] = [];
  let levels: ReadonlyMap<number, EventLevel> = new Map();
  let now = NOON;
  return happenings.map((happening, index): Stretch => {
    const { renewal, emptied, spoilt, recorded, clockStepHours = 0, restart = false } = happening;
    now += clockStepHours * HOUR;
    const label = `${LETTERS[renewal?.slot ?? 0]}${index + 1}x`;
    if (renewal !== undefined) {
      certificates = put(certificates, renewal, label, now);
      const made = certificates.at(-1);
      if (made !== undefined)
        verdicts = new Map([...verdicts, [made.certificate.thumbprint, verdictOn(renewal, made)]]);
    }
    if (emptied !== undefined) {
      certificates = certificates.filter((each) => !isOf(emptied, each));
    }
    const spoiled = spoilt === undefined ? undefined : certificates.findLast((each) => isOf(spoilt, each));
    if (spoiled !== undefined) {
      certificates = certificates.filter((each) => each !== spoiled);
      emptyFiles = [...emptyFiles, { store: spoiled.store, path: spoiled.location.path }];
    }
    emptyFiles = emptyFiles.filter(({ path }) => !certificates.some(({ location }) => location.path === path));
    const record = recorded === undefined ? undefined : certificates.findLast((each) => isOf(recorded, each));
    const hideable = certificates.filter(({ store }) => !isConnectorFile(store));
    const hide = happening.hidden === undefined ? undefined : hideable[happening.hidden];
    const hidden = hide === undefined ? [] : [{ store: hide.store, path: hide.location.path }];
    failing = happening.failing ?? failing;
    levels = happening.levels === undefined ? levels : new Map(happening.levels);
    world = {
      ...world,
      ...happening.world,
      certificates,
      emptyFiles,
      verdicts,
      ...(record === undefined ? {} : { internal: { source: 'recorded', thumbprint: record.certificate.thumbprint } }),
      ...('hidden' in happening ? { hidden } : {}),
      clockStepMs: clockStepHours * HOUR,
      now,
    };
    const begun = { world, restart, failing, levels };
    now += (happenings[index + 1]?.afterHours ?? 24) * HOUR;
    return { ...begun, end: now };
  });
}
