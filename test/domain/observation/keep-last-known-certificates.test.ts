import { expect, test } from 'vitest';
import type { StoreSnapshot } from '../../../src/domain/connector/store-snapshot.ts';
import { keepLastKnownCertificates } from '../../../src/domain/observation/keep-last-known-certificates.ts';

const KEYSTORE = '/store/mail.pfx';
const EMPTY: StoreSnapshot = {
  name: 'My',
  certificates: [],
  isGlob: false,
  unreadablePaths: [],
  unreadableSinceStart: [],
};
const NOT_CHECKED: StoreSnapshot = { ...EMPTY, unreadablePaths: [KEYSTORE], unreadableSinceStart: [KEYSTORE] };
const LOCKED: StoreSnapshot = { ...EMPTY, unreadablePaths: [KEYSTORE] };

test('a keystore is unreadable since the start only until the passwords were tried', () => {
  const stillUnchecked = keepLastKnownCertificates(NOT_CHECKED, NOT_CHECKED);
  expect(stillUnchecked.unreadableSinceStart).toEqual([KEYSTORE]);

  const tried = keepLastKnownCertificates(stillUnchecked, LOCKED);
  expect([tried.unreadablePaths, tried.unreadableSinceStart]).toEqual([[KEYSTORE], []]);

  expect(keepLastKnownCertificates(tried, NOT_CHECKED).unreadableSinceStart).toEqual([]);
});
