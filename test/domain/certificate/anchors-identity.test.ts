import { expect, it } from 'vitest';
import { type AnchorsIdentity, areComparable } from '../../../src/domain/certificate/anchors-identity.ts';

const KINDS: readonly AnchorsIdentity['unread'][] = [undefined, 'missing', 'denied'];
const identity = (unread: AnchorsIdentity['unread']): AnchorsIdentity =>
  unread === undefined ? { contents: '' } : { contents: '', unread };

it('the trust anchors of the daemon and of a command are compared only if both could read all of them', () => {
  const compared = KINDS.map((earlier) => KINDS.map((now) => areComparable(identity(earlier), identity(now))));
  expect(compared).toEqual([
    [true, true, false],
    [false, false, false],
    [false, false, false],
  ]);
});
