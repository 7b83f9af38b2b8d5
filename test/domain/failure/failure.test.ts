import { expect, test } from 'vitest';
import { failuresOf, limitFailure, phraseByReader, renderFailure } from '../../../src/domain/failure/failure.ts';
import { phrase } from '../../../src/domain/text/phrase.ts';

const PHRASES = {
  store_not_written: phrase({
    en: ({ path, cause }: { path: string; cause: string }) => `cannot write the store ${path}: ${cause}`,
    ja: ({ path, cause }) => `ストア ${path} に書き込めません: ${cause}`,
  }),
  disk_full: phrase({ en: 'no space is left', ja: '空きがありません' }),
};
const FAILURES = failuresOf(PHRASES);

test('a failure is data, which survives JSON', () => {
  const failure = FAILURES.store_not_written({ path: '/tls', cause: FAILURES.disk_full });
  expect(failure).toEqual({
    code: 'store_not_written',
    arguments: { path: '/tls', cause: { code: 'disk_full', arguments: {} } },
  });
  expect(renderFailure(PHRASES, JSON.parse(JSON.stringify(failure)), 'ja')).toBe(
    'ストア /tls に書き込めません: 空きがありません',
  );
});

test('a cause is shown in the same language, and the text of a system unchanged', () => {
  expect(renderFailure(PHRASES, FAILURES.store_not_written({ path: '/tls', cause: FAILURES.disk_full }), 'en')).toBe(
    'cannot write the store /tls: no space is left',
  );
  expect(renderFailure(PHRASES, FAILURES.store_not_written({ path: '/tls', cause: 'EIO: i/o error' }), 'ja')).toBe(
    'ストア /tls に書き込めません: EIO: i/o error',
  );
});

test('a failure of a newer version is shown by its code and arguments', () => {
  const failure = { code: 'quota_exceeded', arguments: { path: '/tls', limit: 5 } };
  expect(renderFailure(PHRASES, failure, 'ja')).toBe('quota_exceeded path=/tls limit=5');
  expect(renderFailure(PHRASES, { code: 'toString', arguments: {} }, 'en')).toBe('toString');
});

test('a stored failure without an argument of its text is shown by its code and arguments', () => {
  const failure = { code: 'store_not_written', arguments: { path: '/tls' } };
  expect(renderFailure(PHRASES, failure, 'en')).toBe('store_not_written path=/tls');
});

test('an optional argument may be missing', () => {
  const phrases = {
    not_read: phrase({
      en: ({ line }: { line?: number | undefined }) => (line === undefined ? 'cannot be read' : `line ${line}`),
      ja: ({ line }) => (line === undefined ? '読み取れません' : `${line} 行目`),
    }),
  };
  expect(renderFailure(phrases, { code: 'not_read', arguments: {} }, 'en')).toBe('cannot be read');
});

test('a failure without its arguments is a type error', () => {
  // @ts-expect-error: the cause is missing
  expect(FAILURES.store_not_written({ path: '/tls' }).arguments).toEqual({ path: '/tls' });
});

test('a stored failure with arguments of other types is shown by its code and arguments', () => {
  const phrases = {
    services_unknown: phrase({
      en: ({ services }: { services: readonly string[] }) => `unknown services: ${services.join(', ')}`,
      ja: ({ services }) => `不明なサービス: ${services.join('、')}`,
    }),
  };
  const failure = { code: 'services_unknown', arguments: { services: 5 } };
  expect(renderFailure(phrases, failure, 'ja')).toBe('services_unknown services=5');
  expect(renderFailure(phrases, { code: 'services_unknown', arguments: {} }, 'en')).toBe('services_unknown');
});

test('a failure for storing has short texts and lists, also in its causes', () => {
  const cause = { code: 'files_not_read', arguments: { files: Array.from({ length: 30 }, (_, n) => `file ${n}`) } };
  const limited = limitFailure({ code: 'store_not_written', arguments: { path: 'x'.repeat(60), cause, count: 3 } }, 10);
  expect(limited.arguments).toEqual({
    path: `${'x'.repeat(9)}…`,
    cause: { code: 'files_not_read', arguments: { files: cause.arguments.files.slice(0, 20) } },
    count: 3,
  });
});

test('a failure and its causes have another text for the daemon, whose readers ran no command', () => {
  const phrases = {
    ...PHRASES,
    disk_full: phraseByReader(
      phrase({ en: 'no space is left; free some and try again', ja: '空きがありません。空けて再実行してください' }),
      phrase({ en: 'no space is left', ja: '空きがありません' }),
    ),
  };
  const failure = FAILURES.store_not_written({ path: '/tls', cause: FAILURES.disk_full });
  expect(renderFailure(phrases, failure, 'en')).toBe(
    'cannot write the store /tls: no space is left; free some and try again',
  );
  expect(renderFailure(phrases, failure, 'en', 'daemon')).toBe('cannot write the store /tls: no space is left');
  expect(renderFailure(phrases, failure, 'ja', 'daemon')).toBe('ストア /tls に書き込めません: 空きがありません');
});
