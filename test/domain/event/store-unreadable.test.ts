import { expect, it } from 'vitest';
import { storeUnreadable } from '../../../src/domain/event/catalog/store-unreadable.ts';
import { pathCommands } from '../../../src/domain/remedy/diagnose-problem.ts';
import { eventLines } from './event-lines.ts';

const textOf = (path: string, reason: 'not_found' | 'io_error', locale: 'en' | 'ja'): string =>
  eventLines(
    storeUnreadable,
    { parameters: ['My', path, reason], facts: { store: 'My', path, reason } },
    { locale, offsetMinutes: () => 0 },
  ).join('\n');

it.each(['/root/certs', '/home/alice/certs', '/run/user/1000/certs', '/root'])(
  'a store at %s may be hidden by the systemd unit, and both languages say so',
  (path) => {
    for (const locale of ['en', 'ja'] as const) {
      expect(textOf(path, 'not_found', locale)).toContain('ProtectHome=read-only');
      expect(textOf(path, 'io_error', locale)).not.toContain('ProtectHome');
    }
  },
);

it.each(['/srv/root/certs', '/homes/certs', '/run/users'])('a store at %s is not hidden', (path) => {
  expect(textOf(path, 'not_found', 'en')).not.toContain('ProtectHome');
});

it.each([
  ['/etc/letsencrypt/live', '/etc/letsencrypt/live'],
  ['/etc/letsencrypt/live/*/fullchain.pem', '/etc/letsencrypt/live'],
  ['/srv/[ab]/x.pem', '/srv'],
  ['/*.pem', '/'],
])('the command that checks the path to %s ends with %s', (path, directory) => {
  expect(pathCommands(path)).toEqual(['namei', '-l', directory]);
});
