import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireSupportedNode } from '../../../src/adapters/cli/require-supported-node.ts';
import { typeCommand } from './desk.ts';

const { engines } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../package.json'), 'utf8'));

/** Returns whether `engines` in package.json accepts a version. */
function isAccepted(version: string): boolean {
  const parts = (text: string): readonly number[] => text.split('.').map(Number);
  const [major = 0, minor = 0, patch = 0] = parts(version);
  return (engines.node as string).split(' || ').some((range) => {
    const [low = 0, lowMinor = 0, lowPatch = 0] = parts(range.replace(/^\D+/, ''));
    const isAtLeast = major !== low ? major > low : minor !== lowMinor ? minor > lowMinor : patch >= lowPatch;
    return isAtLeast && (range.startsWith('>=') || major === low);
  });
}

describe('a version of Node', () => {
  it.each([
    ['18.20.8', false],
    ['20.18.9', false],
    ['20.19.0', true],
    ['21.7.3', false],
    ['22.12.9', false],
    ['22.13.0', true],
    ['23.11.1', false],
    ['24.0.0', true],
    ['26.10.0', true],
  ])('%s is supported as package.json says: %s', (version, expected) => {
    expect(isAccepted(version)).toBe(expected);
    if (expected) expect(() => requireSupportedNode(version)).not.toThrow();
    else expect(() => requireSupportedNode(version)).toThrow(`cannot run on Node ${version}: `);
  });

  it('that is not supported is one line, and exit code 2', async () => {
    expect(await typeCommand(['status'], { dependencies: { nodeVersion: '18.20.8' } })).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'mailcertd: cannot run on Node 18.20.8: mailcertd needs Node 20 (20.19 or newer), Node 22 (22.13 or newer), or Node 24 or newer; install Node 22 or 24\n',
    });
  });

  it('that is not supported is named in Japanese, too', async () => {
    const { stderr } = await typeCommand(['status'], {
      environment: { LC_ALL: 'ja_JP.UTF-8' },
      dependencies: { nodeVersion: '18.20.8' },
    });
    expect(stderr).toMatch(/^mailcertd: Node 18\.20\.8 では実行できません。.*\n$/);
  });

  it('that is not supported is UNKNOWN to a monitoring system', async () => {
    const { code, stdout } = await typeCommand(['check'], { dependencies: { nodeVersion: '18.20.8' } });
    expect([code, stdout]).toEqual([3, expect.stringMatching(/^MAILCERTD UNKNOWN - cannot run on Node 18\.20\.8/)]);
  });
});
