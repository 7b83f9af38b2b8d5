import { describe, expect, it } from 'vitest';
import { showConfiguration } from '../../../../src/adapters/config/show/show-configuration.ts';
import { DISCOVER_NOTHING } from '../../../../src/domain/connector/discover.ts';
import { configurationOf, errorsOf } from '../mail01.ts';

describe('the automatic discovery', () => {
  it('is off by default', () => {
    expect(configurationOf('watch: true').discover).toEqual(DISCOVER_NOTHING);
  });

  it.each([
    ['discover: { postfix: true }', { postfix: true }],
    ['discover: { dovecot: true, certbot: true }', { dovecot: true, certbot: true }],
    ['discover: { exchangeExport: connectors.json }', { exchangeExport: '/etc/mailcertd/connectors.json' }],
  ])('with %s is limited to that', (text, asked) => {
    expect(configurationOf(text).discover).toEqual({ ...DISCOVER_NOTHING, ...asked });
  });

  it('is printed, and parsed again to the same value', () => {
    const configuration = configurationOf('discover: { postfix: true, exchangeExport: connectors.json }');
    expect(showConfiguration(configuration, 'en')).toContain('exchangeExport: /etc/mailcertd/connectors.json\n');
    expect(configurationOf(showConfiguration(configuration, 'en')).discover).toEqual(configuration.discover);
  });

  it.each([
    ['discover: { postfix: yes }', '1:22: postfix must be true or false, not "yes"'],
    ['discover: all', '1:11: discover must be a map of keys, not "all"'],
  ])('%s is an error', (text, error) => {
    expect(errorsOf(text)).toEqual([error]);
  });
});
