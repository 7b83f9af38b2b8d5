import { expect, test } from 'vitest';
import { isSameSnapshot } from '../../../../src/adapters/file-store/read/same-snapshot.ts';
import type { StoreSnapshot } from '../../../../src/domain/connector/store-snapshot.ts';

const PATHS: readonly string[] = ['/store/mail.pfx'];
const NOT_CHECKED: StoreSnapshot = {
  name: 'My',
  certificates: [],
  isGlob: false,
  unreadablePaths: PATHS,
  unreadableSinceStart: PATHS,
};

test('a keystore whose passwords were tried meanwhile makes another snapshot', () => {
  expect(isSameSnapshot(NOT_CHECKED, { ...NOT_CHECKED })).toBe(true);
  expect(isSameSnapshot(NOT_CHECKED, { ...NOT_CHECKED, unreadableSinceStart: [] })).toBe(false);
});
