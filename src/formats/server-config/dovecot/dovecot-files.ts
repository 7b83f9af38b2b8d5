import { type KindsOf, lastOfEachKind, type Presented } from '../named-files.ts';
import { type Settled, unresolved } from '../settled.ts';
import type { DovecotTls } from './dovecot-filters.ts';
import { HIDDEN } from './dovecot-tree.ts';

/** Where one setting leads: a file, to something that is not shown, or nowhere. */
function pathOf(written: string, name: string, folder: string): Settled<string | undefined> {
  const value = written.trim();
  if (value === '' || value === HIDDEN) return { kind: 'value', value: undefined };
  if (value.startsWith('inline:')) {
    return unresolved(`${name}: it stands in the settings themselves, and in no file`);
  }
  const path = value.replace(/^<\s*/, '');
  if (/[%$]\{?\w/.test(path)) return unresolved(`${name}: it depends on what "${path}" comes to`);
  return { kind: 'value', value: path.startsWith('/') ? path : `${folder}/${path}` };
}

/**
 * The files that a connection is shown certificates from; undefined: none is named. A key that is not shown is left out. Of
 * two certificates with one kind of key Dovecot presents the second.
 * @param folder that paths count from which are not absolute
 * @see https://doc.dovecot.org/2.4.0/core/config/ssl.html
 */
export function dovecotFilesOf(tls: DovecotTls, folder: string, kindsOf: KindsOf): Settled<Presented | undefined> {
  const paths: (string | undefined)[] = [];
  for (const [written, name] of [
    [tls.certificate, 'certificate'],
    [tls.key, 'key'],
    [tls.otherCertificate, 'second certificate'],
    [tls.otherKey, 'second key'],
  ] as const) {
    const path = pathOf(written, name, folder);
    if (path.kind === 'unresolved') return path;
    paths.push(path.value);
  }
  const [certificate, key, otherCertificate, otherKey] = paths;
  if (certificate === undefined) return { kind: 'value', value: undefined };
  const other = otherCertificate === undefined ? [] : [{ certificate: otherCertificate, key: otherKey }];
  return { kind: 'value', value: lastOfEachKind([{ certificate, key }, ...other], kindsOf) };
}
