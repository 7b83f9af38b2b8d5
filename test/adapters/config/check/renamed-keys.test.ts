import { describe, expect, test } from 'vitest';
import { RENAMED_KEYS } from '../../../../src/adapters/config/check/renamed-keys.ts';
import { parseConfiguration } from '../../../../src/adapters/config/read/parse-configuration.ts';
import { issuesOf, linesOf, MAIL01 } from '../mail01.ts';

/**
 * By parent: a configuration that is valid except for the key, and the path of the key in the
 * message.
 */
const AROUND: Readonly<Record<string, (key: string) => readonly [text: string, path: string]>> = {
  'stores[]': (key) => [`stores: [{ name: A, path: a, ${key} }]`, 'stores[0]'],
  'connectors[].probe': (key) => [
    `connectors: [{ name: A, direction: send, probe: { url: "smtp://mx.contoso.com", ${key} } }]`,
    'connectors[0].probe',
  ],
  probing: (key) => [`probing: { ${key} }`, 'probing'],
  expiresSoon: (key) => [`expiresSoon: { ${key} }`, 'expiresSoon'],
  'logs[]': (key) => [`logs: [{ type: console }, { ${key} }]`, 'logs[1]'],
  'notifiers[]': (key) => [`notifiers: [{ name: A, type: exec, command: [/a], ${key} }]`, 'notifiers[0]'],
};

/** Every old name, with a value that was valid. */
const OLD: readonly [parent: string, written: string, newName: string, example?: string][] = [
  ['stores[]', 'automated: true', 'autoRenewed'],
  ['connectors[].probe', 'failuresBeforeUnreachable: 3', 'failureThreshold'],
  ['connectors[].probe', 'both: true', 'keyTypes', 'keyTypes: [rsa, ecdsa]'],
  ['probing', 'every: 5m', 'interval'],
  ['probing', 'inFlight: 8', 'maxConcurrent'],
  ['probing', 'spacing: 1s', 'hostInterval'],
  ['expiresSoon', 'share: 0.5', 'fraction'],
  ['expiresSoon', 'steps: [7d]', 'remindAt'],
  ['logs[]', 'to: journal', 'type'],
  ['notifiers[]', 'on: [raised]', 'changes'],
  ['notifiers[]', 'groupWithin: 5s', 'groupWait'],
  ['notifiers[]', 'giveUpAfter: 24h', 'retryFor'],
  ['notifiers[]', 'every: 5m', 'interval'],
];

describe('a renamed key', () => {
  test.each(OLD)('of %s, %s, is reported with its new name %s', (parent, written, newName, example) => {
    const around = AROUND[parent];
    if (around === undefined) throw new Error(parent);
    const [text, path] = around(written);
    const key = `${path}.${written.split(':', 1)[0]}`;
    const issues = issuesOf(text);
    const place = `1:${text.indexOf(written) + 1}`;
    expect(linesOf(issues)).toEqual([
      `${place}: ${key} is now called ${newName}${example === undefined ? '' : `, for example ${example}`}`,
    ]);
    expect(linesOf(issues, 'ja')).toEqual([
      `${place}: ${key} の名前は ${newName} に変わりました${example === undefined ? '' : ` (例: ${example})`}`,
    ]);
  });

  test('of the table is tested above', () => {
    expect(RENAMED_KEYS.map(({ parent, oldName, newName }) => [parent, oldName, newName])).toEqual(
      OLD.map(([parent, written, newName]) => [parent, written.split(':', 1)[0], newName]),
    );
  });

  test('is not confused with a key of the same name elsewhere', () => {
    const mail = '{ name: A, type: mail, server: "smtp://a.example:25", from: a@a.example, to: [b@a.example] }';
    expect(parseConfiguration(`notifiers: [${mail}]`, 'a.yaml', MAIL01).kind).toBe('configuration');
  });
});
