import { expect, test } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { copyStoredCertificate } from '../../../src/domain/certificate/copy-stored-certificate.ts';
import { stored } from '../world.ts';

const MADE = stored('A1', { services: ['IIS'], key: 'differs' });

/** A certificate as a store returns it: its parts are read from files when they are used. */
class FromFiles implements StoredCertificate {
  readonly certificate = MADE.certificate;
  readonly store = MADE.store;

  get location(): StoredCertificate['location'] {
    return MADE.location;
  }
  get services(): StoredCertificate['services'] {
    return MADE.services;
  }
  get key(): StoredCertificate['key'] {
    return MADE.key;
  }
  get writtenAt(): number {
    return 5;
  }
}
const FROM_FILES: StoredCertificate = new FromFiles();

const NOTE = {
  friendlyName: 'Mail',
  isExportable: false,
  requestedBy: { by: 'root', command: 'mailcertd certificates import', at: 0 },
};

const partsOf = (whole: StoredCertificate) => ({
  certificate: whole.certificate,
  store: whole.store,
  location: whole.location,
  services: whole.services,
  key: whole.key,
  writtenAt: whole.writtenAt,
});

test('a certificate from files keeps all its properties except the changed one', () => {
  expect(partsOf(copyStoredCertificate(FROM_FILES, { services: ['IIS', 'SMTP'] }))).toEqual({
    ...partsOf(FROM_FILES),
    services: ['IIS', 'SMTP'],
  });
  const elsewhere = { path: '/new.pem', block: 2, alias: 'mail' };
  expect(partsOf(copyStoredCertificate(FROM_FILES, { location: elsewhere }))).toEqual({
    ...partsOf(FROM_FILES),
    location: elsewhere,
  });
});

test('the certificate.yaml of a certificate is kept', () => {
  expect(copyStoredCertificate(copyStoredCertificate(FROM_FILES, { note: NOTE }), { store: 'Other' })).toMatchObject({
    note: NOTE,
  });
  expect(copyStoredCertificate(FROM_FILES, {})).not.toHaveProperty('note');
});
