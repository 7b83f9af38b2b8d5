import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../../src/adapters/config/configuration.ts';
import { showConfiguration } from '../../../../src/adapters/config/show/show-configuration.ts';
import { configurationOf, errorsOf, warningsOf } from '../mail01.ts';

const NAME = '<I>CN=Contoso CA, O="Contoso, Ltd."<S>CN=mail.contoso.com';
const FORM = 'use the format of Get-ReceiveConnector, for example "<I>CN=Contoso CA, C=US<S>CN=mail.contoso.com"';

const yaml = (keys: string, more = ''): string =>
  `connectors:\n  - name: A\n    direction: receive\n    ${keys.replaceAll('\n', '\n    ')}\n${more}`;
const connectorOf = (keys: string): Configuration['inventory']['connectors'][number] | undefined =>
  configurationOf(yaml(keys, 'profile: exchange-2019\n')).inventory.connectors[0];

describe('a connector with a certificate other than by its FQDN', () => {
  it('keeps <I>issuer<S>subject as it was written', () => {
    expect(connectorOf(`tlsCertificateName: '${NAME}'`)).toMatchObject({ tlsCertificateName: NAME });
  });

  it.each([
    ['one file', 'certificateFile: mail.pem', ['/etc/mailcertd/mail.pem']],
    ['a list of files, each once', 'certificateFile: [/b.pem, /a.pem, /b.pem]', ['/b.pem', '/a.pem']],
  ])('names %s, absolute and in order', (_, keys, certificateFiles) => {
    expect(connectorOf(keys)?.certificateFiles).toEqual(certificateFiles);
  });

  it('names key files and the account that reads them', () => {
    expect(connectorOf('certificateFile: /a.pem\nkeyFile: /a.key\nkeyLoadedBy: exim')).toMatchObject({
      keyFiles: ['/a.key'],
      keyLoadedBy: 'exim',
    });
  });

  it("adds no store to the inventory: the files are the connector's own", () => {
    expect(configurationOf(yaml('certificateFile: /a.pem')).inventory.stores.map(({ name }) => name)).toEqual(['My']);
  });

  it('is printed as it is parsed, and parsed as it is printed', () => {
    const written = yaml(
      `tlsCertificateName: '${NAME}'`,
      '  - { name: B, direction: send, certificateFile: [/a.pem, /b.pem], keyFile: /a.key, keyLoadedBy: exim }\n',
    );
    const configuration = configurationOf(written);
    const again = configurationOf(showConfiguration(configuration, 'en'));
    const bare = ({ inventory }: Configuration): unknown => inventory.connectors.map(({ source: _, ...rest }) => rest);
    expect(bare(again)).toEqual(bare(configuration));
  });
});

describe('an error in it is reported with its position', () => {
  it.each([
    ['nothing in front', 'CN=a', `"CN=a" is not a certificate name (character 1: it does not begin with <I>); ${FORM}`],
    [
      'no subject',
      '<I>CN=a',
      `"<I>CN=a" is not a certificate name (character 8: <S> and the subject are missing); ${FORM}`,
    ],
    [
      'a type that is not known',
      '<I>CM=a<S>CN=b',
      `"<I>CM=a<S>CN=b" is not a certificate name (character 4: issuer: "CM" is not a known attribute type); ${FORM}`,
    ],
    [
      'an empty subject',
      '<I>CN=a<S>',
      `"<I>CN=a<S>" is not a certificate name (character 11: the subject after <S> is missing); ${FORM}`,
    ],
  ])('a certificate name with %s', (_, name, message) => {
    expect(errorsOf(yaml(`tlsCertificateName: ${name}`))).toEqual([`4:25: ${message}`]);
  });

  it.each([
    ['certificateFile: 5', '4:22: certificateFile must be a path or a list of paths, not 5'],
    ['certificateFile: ~/a.pem', '4:22: "~/a.pem": ~ is not expanded; write the absolute path'],
    ['certificateFile: []', '4:22: certificateFile must have at least one item'],
    ['certificateFile:', '4:5: certificateFile must have a value; for the default, remove the key'],
    ['keyFile: /a.key', '4:5: keyFile requires certificateFile'],
    ['keyLoadedBy: a b', '4:18: "a b" is not the name of an account; write one, for example exim'],
    [
      "tlsCertificateName: '<I>CN=a<S>CN=b'\ncertificateFile: /a.pem",
      '4:5: tlsCertificateName is only valid without certificateFile; remove one of them',
    ],
  ])('%s', (keys, error) => {
    expect(errorsOf(yaml(keys))).toEqual([error]);
  });

  it("a store cannot have the name of a connector's file", () => {
    expect(errorsOf('stores: [{ name: "file:/a.pem", path: /b }]')).toEqual([
      '1:18: name of a store must not begin with file:, which is reserved for files of connectors',
    ]);
  });
});

describe('a warning', () => {
  it('says that Exchange 2007 has no such property, with its position', () => {
    expect(warningsOf(yaml(`tlsCertificateName: '${NAME}'`))).toEqual([
      '4:5: tlsCertificateName is used, although Exchange 2007 does not have this key; to remove this warning, set profile: exchange-2019',
    ]);
  });

  it('is absent under the other profile', () => {
    expect(configurationOf(yaml(`tlsCertificateName: '${NAME}'`, 'profile: exchange-2019\n')).warnings).toEqual([]);
  });
});
