import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RequestedBy, Service, StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../src/domain/certificate/certificate-request.ts';
import type { StoreHistory } from '../../../src/domain/observation/memory.ts';
import { requestedByRenewal } from '../../../src/domain/store-change/automatic-renewal.ts';
import type { Removal } from '../../../src/domain/store-change/removal.ts';
import {
  compareHistory,
  firstHistory,
  idOfRemoved,
  type ScannedStore,
  type StoreHistoryChange,
} from '../../../src/domain/store-change/store-history.ts';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import { NOON, stored } from '../world.ts';

const STORE = '/stores/My';
const requestedBy = (at: number, command = 'new'): RequestedBy => ({
  by: 'root',
  command: `mailcertd certificates ${command}`,
  at,
});

interface Lying {
  readonly services?: readonly Service[];
  readonly directory?: string;
  readonly writtenAt?: number;
}

function held(
  label: string,
  by: RequestedBy | undefined,
  { services = ['SMTP'], directory, writtenAt }: Lying = {},
): StoredCertificate {
  const written = writtenAt === undefined ? {} : { writtenAt };
  const made = stored(label, { services, dnsNames: ['mail.contoso.com'], ...written });
  const path = `${STORE}/${directory ?? made.certificate.thumbprint}/certificate.pem`;
  const note = by === undefined ? {} : { note: { friendlyName: undefined, isExportable: false, requestedBy: by } };
  return { ...made, location: { ...made.location, path }, ...note };
}

function request(label: string, by: RequestedBy): StoredRequest {
  return {
    request: {
      sha256Fingerprint: label.padEnd(64, '0'),
      subject: 'CN=mail.contoso.com',
      commonNames: ['mail.contoso.com'],
      dnsNames: ['mail.contoso.com'],
      ipAddresses: [],
      publicKeyAlgorithm: 'RSA',
      publicKeySize: 2048,
      signatureAlgorithm: 'sha256WithRSAEncryption',
      publicKeySha256: label.padEnd(64, '1'),
    },
    store: 'My',
    location: { path: `${STORE}/request-${label}/request.pem`, block: 0 },
    hasPrivateKey: true,
    note: { friendlyName: undefined, isExportable: false, requestedBy: by },
  };
}

interface StoreContents {
  readonly certificates?: readonly StoredCertificate[];
  readonly requests?: readonly StoredRequest[];
  readonly trash?: ReadonlyMap<string, Removal>;
}

function scannedStore(
  { certificates = [], requests = [], trash = new Map() }: StoreContents,
  more: Partial<ScannedStore> = {},
): ScannedStore {
  return {
    now: NOON,
    path: STORE,
    snapshot: { name: 'My', certificates, requests, isGlob: false, unreadablePaths: [], unreadableSinceStart: [] },
    isComplete: true,
    contains: (id) =>
      certificates.some(({ certificate }) => certificate.thumbprint === id) ||
      requests.some(({ request }) => request.sha256Fingerprint === id),
    internalThumbprint: undefined,
    recordedCertificate: undefined,
    trash: [...trash.keys()],
    removals: trash,
    ...more,
  };
}

function learned(contents: StoreContents, more: Partial<ScannedStore> = {}): StoreHistory {
  const history = firstHistory(scannedStore(contents, more));
  if (history === undefined) throw new Error('nothing was learned');
  return history;
}

const outline = (change: StoreHistoryChange): string => {
  const { kind } = change;
  if (kind === 'removed') return `removed ${idOfRemoved(change.removal).replace(/0+$/, '')}`;
  if (kind === 'requested') return `requested ${change.stored.request.sha256Fingerprint.replace(/0+$/, '')}`;
  const label = change.stored.certificate.thumbprint.replace(/0+$/, '');
  if (kind === 'enabled') return `enabled ${label} ${change.previousServices ?? '?'} -> ${change.stored.services}`;
  if (kind === 'recorded-as-internal')
    return `recorded ${label} for ${change.previousThumbprint?.replace(/0+$/, '')} by ${change.requestedBy?.by}`;
  return `${kind} ${label}`;
};

const outlines = (before: StoreHistory, scanned: ScannedStore): readonly string[] =>
  compareHistory(before, scanned).changes.map(outline);

describe('the report about the personal store', () => {
  const A = held('A', requestedBy(NOON - DAY));

  test('is empty before the first scan, and while the store is not completely readable', () => {
    expect(firstHistory(scannedStore({ certificates: [A] }, { isComplete: false }))).toBeUndefined();
    expect(firstHistory(scannedStore({ certificates: [A] }, { trash: undefined }))).toBeUndefined();
    expect(outlines(learned({ certificates: [A] }), scannedStore({ certificates: [A] }))).toEqual([]);
  });

  test('has certificates with a certificate.yaml, in the order of their requests', () => {
    const contents = {
      certificates: [held('C', requestedBy(NOON)), A, held('B', requestedBy(NOON - 1))],
      requests: [request('D', requestedBy(NOON - 2))],
    };
    expect(outlines(learned({}), scannedStore(contents))).toEqual([
      'installed A',
      'requested D',
      'installed B',
      'installed C',
    ]);
  });

  test('omits certificates that were added by hand, or requested long ago', () => {
    const certificates = [held('B', undefined), held('C', requestedBy(NOON - 401 * DAY))];
    expect(outlines(learned({}), scannedStore({ certificates }))).toEqual([]);
  });

  test.each([
    [
      'a known one, with its services',
      held('A', requestedBy(NOON), { services: ['SMTP', 'IMAP'] }),
      'enabled A SMTP -> SMTP,IMAP',
    ],
    ['one that was added by hand', held('B', requestedBy(NOON), { directory: 'mine' }), 'enabled B ? -> SMTP'],
    ['one that is enabled for nothing any more', held('A', requestedBy(NOON), { services: [] }), 'enabled A SMTP -> '],
  ])('has changed services: %s', (_, now, expected) => {
    expect(outlines(learned({ certificates: [A] }), scannedStore({ certificates: [now] }))).toEqual([expected]);
  });

  test('has an automatic renewal as such', () => {
    const B = held('B', requestedByRenewal(A.certificate.thumbprint, NOON));
    expect(outlines(learned({ certificates: [A] }), scannedStore({ certificates: [A, B] }))).toEqual(['renewed B']);
  });

  test('omits changes to certificate.yaml by hand, and an unreadable certificate.yaml', () => {
    const before = learned({ certificates: [A] });
    const edited = held('A', requestedBy(NOON - DAY), { services: [] });
    expect(outlines(before, scannedStore({ certificates: [edited] }))).toEqual([]);
    const { after } = compareHistory(before, scannedStore({ certificates: [held('A', undefined)] }));
    expect(outlines(after, scannedStore({ certificates: [A] }))).toEqual([]);
  });

  test('omits a directory that was moved or copied, or whose certificate was renewed in place', () => {
    const before = learned({ certificates: [A] });
    const same = requestedBy(NOON - DAY);
    for (const now of [
      held('A', same, { directory: 'elsewhere' }),
      held('R', same, { directory: A.certificate.thumbprint }),
    ])
      expect(outlines(before, scannedStore({ certificates: [now] }))).toEqual([]);
  });

  test('has a removal from the trash, once, even of an unknown certificate', () => {
    const removal = (label: string): Removal => ({
      path: `/trash/${label}`,
      removed: stored(label).certificate,
      services: [],
      requestedBy: requestedBy(NOON, 'remove'),
    });
    const before = learned({ certificates: [A] });
    const trash = new Map([
      ['t1', removal('A')],
      ['t2', removal('B')],
    ]);
    const { changes, after } = compareHistory(before, scannedStore({ trash }));
    expect(changes.map(outline)).toEqual(['removed A', 'removed B']);
    expect(outlines(after, scannedStore({ trash }))).toEqual([]);
    const again = held('A', requestedBy(NOON + 1, 'import'), { writtenAt: NOON + 1 });
    expect(outlines(after, scannedStore({ trash, certificates: [again] }))).toEqual(['installed A']);
    // Both changes are between two scans.
    expect(outlines(before, scannedStore({ trash, certificates: [again] }))).toEqual([
      'removed A',
      'removed B',
      'installed A',
    ]);
  });

  test('has a removal later, if the trash cannot be read yet', () => {
    const trash = new Map<string, Removal>([
      [
        't1',
        {
          path: '/trash/t1',
          removed: request('D', requestedBy(NOON)).request,
          services: [],
          requestedBy: requestedBy(NOON, 'remove'),
        },
      ],
    ]);
    let history = learned({});
    for (const unavailable of [
      { trash: undefined, removals: new Map() },
      { trash: ['t1'], removals: new Map() },
    ]) {
      const { changes, after } = compareHistory(history, scannedStore({}, unavailable));
      expect(changes).toEqual([]);
      history = after;
    }
    expect(outlines(history, scannedStore({ trash }))).toEqual(['removed D']);
  });

  test('has the recorded certificate when it exists, and the requester if there is one', () => {
    const B = held('B', requestedBy(NOON));
    const by = (one: StoredCertificate, more: Partial<ScannedStore> = {}): Partial<ScannedStore> => ({
      internalThumbprint: one.certificate.thumbprint,
      recordedCertificate: one,
      ...more,
    });
    const before = learned({ certificates: [A] }, by(A));
    expect(outlines(before, scannedStore({ certificates: [A, B] }, by(B)))).toEqual([
      'installed B',
      'recorded B for A by root',
    ]);
    const hand = held('H', undefined);
    expect(outlines(before, scannedStore({ certificates: [A, hand] }, by(hand)))).toEqual([
      'recorded H for A by undefined',
    ]);
    const dangling = compareHistory(
      before,
      scannedStore({ certificates: [A] }, by(B, { recordedCertificate: undefined })),
    );
    expect(dangling.changes).toEqual([]);
    expect(outlines(dangling.after, scannedStore({ certificates: [A, B] }, by(B)))).toEqual([
      'installed B',
      'recorded B for A by root',
    ]);
    const none = learned({ certificates: [A] });
    expect(outlines(none, scannedStore({ certificates: [A] }, by(A)))).toEqual([
      'recorded A for undefined by undefined',
    ]);
    expect(outlines(before, scannedStore({ certificates: [A] }, { internalThumbprint: 'unknown' }))).toEqual([]);
  });

  test('has only the record, if nothing else was requested for an existing certificate', () => {
    const again = held('A', requestedBy(NOON, 'enable'));
    const by = { internalThumbprint: A.certificate.thumbprint, recordedCertificate: again };
    const none = learned({ certificates: [A] });
    expect(outlines(none, scannedStore({ certificates: [again] }, by))).toEqual(['recorded A for undefined by root']);
    const more = held('A', requestedBy(NOON, 'enable'), { services: ['IMAP'] });
    expect(outlines(none, scannedStore({ certificates: [more] }, { ...by, recordedCertificate: more }))).toEqual([
      'enabled A SMTP -> IMAP',
      'recorded A for undefined by root',
    ]);
  });

  test.each([
    ['that the internal transport certificate was changed', 'enable', NOON - DAY, ['recorded A for undefined by root']],
    [
      'that it was installed again, if its file is new',
      'import',
      NOON,
      ['installed A', 'recorded A for undefined by root'],
    ],
  ])('after the store once appeared empty, is only %s', (_, command, writtenAt, expected) => {
    const { after } = compareHistory(learned({ certificates: [A] }), scannedStore({}));
    const again = held('A', requestedBy(NOON, command), { writtenAt });
    const scanned = scannedStore(
      { certificates: [again] },
      { internalThumbprint: again.certificate.thumbprint, recordedCertificate: again },
    );
    expect(outlines(after, scanned)).toEqual(expected);
  });

  test('omits issuers next to a certificate', () => {
    const issuer = { ...held('I', requestedBy(NOON)), key: { ...A.key, kind: 'differs' as const } };
    const ca = { ...issuer, certificate: { ...issuer.certificate, isCa: true } };
    expect(outlines(learned({}), scannedStore({ certificates: [ca, held('L', requestedBy(NOON))] }))).toEqual([
      'installed L',
    ]);
  });

  test('forgets removed certificates when their requests are not new any more', () => {
    const before = learned({ certificates: [A] });
    const gone = compareHistory(before, scannedStore({})).after;
    expect(gone.notes.size).toBe(1);
    expect(compareHistory(gone, scannedStore({}, { now: NOON + 400 * DAY })).after.notes.size).toBe(0);
  });
});

/** A change of a store between two scans, or of the reader. */
type Step =
  | {
      readonly kind: 'install' | 'enable' | 'remove' | 'request' | 'answer' | 'record' | 'move' | 'drop';
      readonly place: number;
    }
  | {
      readonly kind: 'pass';
      readonly sees: 'all' | 'nothing' | 'a part' | 'an empty directory' | 'no trash' | 'no notes';
    };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constantFrom<Exclude<Step['kind'], 'pass'>[]>(
        ...([
          'install',
          'install',
          'enable',
          'enable',
          'remove',
          'request',
          'answer',
          'record',
          'move',
          'drop',
        ] as const),
      ),
      place: fc.nat(4),
    }),
    fc.record({
      kind: fc.constant('pass' as const),
      sees: fc.constantFrom('all', 'all', 'nothing', 'a part', 'an empty directory', 'no trash', 'no notes'),
    }),
  ),
  { maxLength: 60 },
);

/** A personal store that commands change, and the records about it. */
class Played {
  #now = NOON;
  #made = 0;
  certificates: readonly StoredCertificate[] = [];
  requests: readonly StoredRequest[] = [];
  readonly trash: Map<string, Removal> = new Map();
  recorded: StoredCertificate | undefined;
  history: StoreHistory | undefined;
  readonly events: StoreHistoryChange[] = [];
  /** The times of the requests that the first scan found in the store. */
  readonly before: Set<number> = new Set();

  do({ kind, place }: Exclude<Step, { readonly kind: 'pass' }>): void {
    this.#now += MINUTE;
    const by = requestedBy(this.#now, kind);
    const chosen = this.certificates[place];
    const next = (): string => {
      this.#made += 1;
      return `${String.fromCharCode(64 + (this.#made % 26))}${this.#made}x`;
    };
    const others = this.certificates.filter((each) => each !== chosen);
    const installed = (): StoredCertificate => held(next(), by, { writtenAt: by.at });
    if (kind === 'install') this.certificates = [...this.certificates, installed()];
    if (kind === 'drop')
      this.certificates = [...this.certificates, held(next(), undefined, { directory: `by-hand-${this.#made}` })];
    if (kind === 'request') this.requests = [...this.requests, request(next(), by)];
    if (kind === 'answer' && this.requests.length > 0) {
      this.requests = this.requests.slice(1);
      this.certificates = [...this.certificates, installed()];
    }
    if (chosen === undefined) return;
    const directory = chosen.location.path.split('/').at(-2) ?? '';
    const note = { friendlyName: undefined, isExportable: false, requestedBy: by };
    if (kind === 'enable')
      this.certificates = [...others, { ...chosen, note, services: [place % 2 === 0 ? 'IMAP' : 'POP'] }];
    if (kind === 'record') {
      this.recorded = { ...chosen, note };
      this.certificates = [...others, this.recorded];
    }
    if (kind === 'move') {
      const location = { ...chosen.location, path: `${STORE}/moved-${directory}-${this.#now}/certificate.pem` };
      this.certificates = [...others, { ...chosen, location }];
    }
    if (kind === 'remove') {
      this.certificates = others;
      this.trash.set(`t${this.#now}`, { path: '/trash', removed: chosen.certificate, services: [], requestedBy: by });
      // The removed certificate may still be the recorded one.
    }
  }

  pass({ sees }: Extract<Step, { readonly kind: 'pass' }>): void {
    this.#now += 15 * MINUTE;
    if (sees === 'nothing') return;
    const isEmpty = sees === 'an empty directory';
    const shown = sees === 'a part' ? this.certificates.slice(1) : isEmpty ? [] : this.certificates;
    const certificates = sees === 'no notes' ? shown.map(({ note: _, ...stored }): StoredCertificate => stored) : shown;
    const thumbprint = this.recorded?.certificate.thumbprint;
    const scanned = scannedStore(
      { certificates, requests: isEmpty ? [] : this.requests, trash: this.trash },
      {
        now: this.#now,
        isComplete: sees !== 'a part',
        internalThumbprint: isEmpty ? undefined : thumbprint,
        recordedCertificate: certificates.find(({ certificate }) => certificate.thumbprint === thumbprint),
        ...(sees === 'no trash' ? { trash: undefined, removals: new Map() } : {}),
      },
    );
    if (this.history === undefined) {
      this.history = firstHistory(scanned);
      const shownNotes = [...scanned.snapshot.certificates, ...(scanned.snapshot.requests ?? [])].flatMap(
        ({ note }) => note ?? [],
      );
      if (this.history === undefined) return;
      for (const { requestedBy } of [...shownNotes, ...this.trash.values()]) this.before.add(requestedBy.at);
      return;
    }
    const { changes, after } = compareHistory(this.history, scanned);
    this.events.push(...changes);
    // As after a restart: only the stored state is kept.
    this.history = structuredClone(after);
  }

  /** Returns the requests whose results are in the store now. */
  inPlace(): readonly RequestedBy[] {
    const notes = [...this.certificates, ...this.requests].flatMap(({ note }) => note?.requestedBy ?? []);
    return [...notes, ...[...this.trash.values()].map(({ requestedBy }) => requestedBy)];
  }
}

/**
 * Returns the times of the requests of the reported changes. A recorded certificate counts only if
 * no other change has its time.
 */
function askedFor(events: readonly StoreHistoryChange[]): readonly number[] {
  const own = events.flatMap((change) => {
    if (change.kind === 'recorded-as-internal') return [];
    return [change.kind === 'removed' ? change.removal.requestedBy.at : change.note.requestedBy.at];
  });
  const recorded = events.flatMap((change) =>
    change.kind === 'recorded-as-internal' ? (change.requestedBy?.at ?? []) : [],
  );
  return [...own, ...recorded.filter((at) => !own.includes(at))];
}

describe('over any sequence of commands, manual changes, scans, restarts and unavailable stores', () => {
  function play(all: readonly Step[]): Played {
    const played = new Played();
    for (const step of all) step.kind === 'pass' ? played.pass(step) : played.do(step);
    return played;
  }

  test('each request is reported once at most, and all certificates at the end were reported', () => {
    fc.assert(
      fc.property(steps, steps, (first, then) => {
        const played = play([...first, { kind: 'pass', sees: 'all' }, ...then, { kind: 'pass', sees: 'all' }]);
        const events = askedFor(played.events);
        expect(new Set(events).size).toBe(events.length);
        const due = played.inPlace().flatMap(({ at }) => (played.before.has(at) ? [] : [at]));
        expect(events).toEqual(expect.arrayContaining(due));
        expect(events.filter((at) => played.before.has(at))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('each certificate is installed before it is enabled, and removed before it is installed again', () => {
    fc.assert(
      fc.property(steps, (then) => {
        const played = play([{ kind: 'pass', sees: 'all' }, ...then, { kind: 'pass', sees: 'all' }]);
        const there = new Set<string>();
        for (const change of played.events) {
          if (change.kind === 'removed') there.delete(idOfRemoved(change.removal));
          if (change.kind !== 'installed') continue;
          const { thumbprint } = change.stored.certificate;
          expect(there).not.toContain(thumbprint);
          there.add(thumbprint);
        }
        const moved = played.events.filter(
          (change) => change.kind === 'enabled' && change.previousServices === undefined,
        );
        for (const change of moved) {
          if (change.kind === 'enabled')
            expect(change.stored.location.path).not.toContain(`${STORE}/${change.stored.certificate.thumbprint}/`);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('recorded certificates are reported as a chain: each replaces the previous one, and the last is recorded', () => {
    fc.assert(
      fc.property(steps, (then) => {
        const whole = then.filter((step) => step.kind !== 'pass' || step.sees !== 'an empty directory');
        const played = play([{ kind: 'pass', sees: 'all' }, ...whole, { kind: 'pass', sees: 'all' }]);
        let before: string | undefined;
        for (const change of played.events) {
          if (change.kind !== 'recorded-as-internal') continue;
          expect(change.previousThumbprint).toBe(before);
          before = change.stored.certificate.thumbprint;
        }
        const { recorded } = played;
        const isStored = played.certificates.some(({ certificate }) => certificate === recorded?.certificate);
        if (isStored) expect(before).toBe(recorded?.certificate.thumbprint);
      }),
      { numRuns: 300 },
    );
  });
});
