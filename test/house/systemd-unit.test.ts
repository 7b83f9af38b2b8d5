import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');
const unit = readFileSync(join(repository, 'systemd/mailcertd.service'), 'utf8');
const sources = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(repository, 'src', name), 'utf8'));

/** Returns the words of a setting in the unit. */
const wordsOf = (key: string): readonly string[] => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1]?.split(' ') ?? [];

describe('the unit allows the system calls and sockets of the program', () => {
  it.each([
    ['AF_NETLINK', /\bnetworkInterfaces\b/],
    ['AF_UNIX', /\bNOTIFY_SOCKET\b/],
    ['AF_INET', /'node:(?:net|tls)'/],
    ['AF_INET6', /'node:(?:net|tls)'/],
  ])('sockets of %s', (family, use) => {
    expect(sources.some((source) => use.test(source))).toBe(true);
    expect(wordsOf('RestrictAddressFamilies')).toContain(family);
  });
});
