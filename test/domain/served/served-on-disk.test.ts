import { describe, expect, it } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { Selection } from '../../../src/domain/selection/selection.ts';
import {
  type ConnectorObservation,
  expectedCertificates,
  type ServedOnDisk,
  servedOnDisk,
} from '../../../src/domain/served/served-on-disk.ts';
import { connector, stored } from '../world.ts';

const OLD = stored('OLD');
const NEW = stored('NEW', { file: '/etc/mail.pem' });
const EC = stored('EC', { file: '/etc/ec.pem' });
const COPY = { ...OLD, location: { ...OLD.location, path: '/backup/old.pem' } };

function chosen(certificate: StoredCertificate, more: Partial<Extract<Selection, { kind: 'chosen' }>> = {}): Selection {
  return {
    kind: 'chosen',
    name: { value: 'mail.contoso.com', from: 'connector' },
    chosen: certificate,
    match: 'exact',
    rejected: [],
    lastSeen: undefined,
    isProvisional: false,
    ...more,
  };
}

const NAMED = { value: 'mail.contoso.com', from: 'connector' as const, files: ['/etc/mail.pem'] };
const MISNAMED: Selection = {
  kind: 'none',
  name: NAMED,
  rejected: [{ candidate: NEW, reason: 'certificate-host-mismatch' }],
  nearestMiss: undefined,
};
const UNAVAILABLE: Selection = { kind: 'unknown', name: NAMED, unavailable: ['store:My'], rejected: [] };

const edge = (selection: Selection): ConnectorObservation => ({ connector: connector('Edge'), selection });
const other = (selection: Selection): ConnectorObservation => ({ connector: connector('Other'), selection });
const away = (selection: Selection): ConnectorObservation => ({
  connector: connector('Away', undefined, { direction: 'send' }),
  selection,
});

describe('the expected certificate of a server', () => {
  it.each<[string, Selection, readonly StoredCertificate[] | undefined]>([
    ['is the selected one, with the others that are presented', chosen(NEW, { alsoSelected: [EC] }), [NEW, EC]],
    ['is the one in its file, although that does not match its name', MISNAMED, [NEW]],
    ['is unknown if a selection is provisional', chosen(NEW, { isProvisional: true }), undefined],
    ['is unknown if the store is unavailable', chosen(NEW, { lastSeen: 0 }), undefined],
    ['is unknown if that prevents a selection', UNAVAILABLE, undefined],
    ['is none if no store has it', { ...MISNAMED, name: { ...NAMED, files: undefined } as never }, undefined],
    [
      'is none if one of its files is unusable',
      { ...MISNAMED, unusableFile: { path: '/x', reason: 'certificate-file-missing', detail: '' } },
      undefined,
    ],
    ['is none if no TLS is offered', { kind: 'not-applicable' }, undefined],
  ])('%s', (_what, selection, due) => {
    expect(expectedCertificates(selection)).toEqual(due);
  });
});

describe('a served certificate', () => {
  const onDisk = (
    id: string,
    probed: readonly ConnectorObservation[],
    all: readonly ConnectorObservation[],
    certificates: readonly StoredCertificate[],
  ): ServedOnDisk => {
    const places = certificates.filter(({ certificate }) => certificate.thumbprint === id);
    return servedOnDisk(id, { probed, all, copiesOnDisk: places, hasStoredCertificates: certificates.length > 0 });
  };
  const { thumbprint } = OLD.certificate;
  const ALL = [OLD, COPY, NEW];

  it('is the same as the selected one, in all of its files', () => {
    const observations = [edge(chosen(OLD)), other(chosen(OLD)), away(chosen(OLD))];
    expect(onDisk(thumbprint, observations.slice(0, 1), observations, ALL)).toEqual({
      kind: 'same',
      connectors: ['Edge', 'Other'],
      stored: [OLD, COPY],
    });
  });

  it('differs if the connector that is probed there has another one on disk, whatever other files it has', () => {
    const observations = [edge(chosen(NEW)), other(chosen(OLD))];
    expect(onDisk(thumbprint, observations.slice(0, 1), observations, ALL)).toEqual({
      kind: 'differs',
      connectors: ['Edge'],
      stored: [NEW],
    });
  });

  it('is the same as one of several certificates of a connector', () => {
    const observations = [edge(chosen(NEW, { alsoSelected: [OLD] }))];
    expect(onDisk(thumbprint, observations, observations, ALL)).toMatchObject({ kind: 'same', connectors: ['Edge'] });
  });

  it('of an unknown server is found in its files, for any connector', () => {
    expect(onDisk(thumbprint, [], [other(chosen(OLD))], ALL)).toMatchObject({
      kind: 'same',
      connectors: ['Other'],
    });
    expect(onDisk(thumbprint, [], [edge(chosen(NEW))], ALL)).toMatchObject({ kind: 'same', connectors: [] });
    expect(onDisk(thumbprint, [], [], [NEW])).toEqual({ kind: 'nowhere' });
  });

  it('of the remote server of a Send connector differs from nothing', () => {
    const observations = [away(chosen(NEW))];
    expect(onDisk(thumbprint, observations, observations, [NEW])).toEqual({ kind: 'nowhere' });
  });

  it.each<[string, readonly ConnectorObservation[], readonly StoredCertificate[]]>([
    ['there is nothing on disk', [], []],
    ['the selection of its connector is uncertain', [edge(UNAVAILABLE)], [NEW]],
  ])('cannot be compared if %s', (_what, probed, certificates) => {
    expect(onDisk(thumbprint, probed, probed, certificates)).toEqual({ kind: 'unknown' });
  });
});
