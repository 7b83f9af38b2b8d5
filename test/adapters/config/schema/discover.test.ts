import { describe, expect, it } from 'vitest';
import { showConfiguration } from '../../../../src/adapters/config/show/show-configuration.ts';
import { DISCOVER_NOTHING } from '../../../../src/domain/connector/discover.ts';
import { configurationOf, faultsOf } from '../mail01.ts';

describe('what is found by itself', () => {
  it('is nothing where the file does not ask for it', () => {
    expect(configurationOf('watch: true').discover).toEqual(DISCOVER_NOTHING);
  });

  it.each([
    ['discover: { postfix: true }', { postfix: true }],
    ['discover: { dovecot: true, certbot: true }', { dovecot: true, certbot: true }],
    ['discover: { exchangeExport: connectors.json }', { exchangeExport: '/etc/mailcertd/connectors.json' }],
  ])('with %s is that alone', (text, asked) => {
    expect(configurationOf(text).discover).toEqual({ ...DISCOVER_NOTHING, ...asked });
  });

  it('is shown, and read again the same', () => {
    const configuration = configurationOf('discover: { postfix: true, exchangeExport: connectors.json }');
    expect(showConfiguration(configuration)).toContain('exchangeExport: /etc/mailcertd/connectors.json\n');
    expect(configurationOf(showConfiguration(configuration)).discover).toEqual(configuration.discover);
  });

  it.each([
    ['discover: { postfix: yes }', '1:22: postfix must be true or false, not "yes"'],
    ['discover: all', '1:11: discover must be a map of keys, not "all"'],
  ])('%s is a fault', (text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });
});
