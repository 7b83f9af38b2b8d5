// Updates a mounted secret of Kubernetes as the kubelet does (AtomicWriter): a new directory with a time
// in its name, `..data_tmp` renamed to `..data`, then the previous directory is removed. Its arguments are
// the directory, the number of updates, and two files with a certificate and its key each.
import { mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [volume = '', updates = '', ...files] = process.argv.slice(2);
const secrets = files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
const pause = new Int32Array(new SharedArrayBuffer(4));

for (let update = 0; update < Number(updates); update += 1) {
  const name = `..2026_11_30_15_00_00.${update}`;
  mkdirSync(join(volume, name));
  const { certificatePem, privateKeyPem } = secrets[update % 2];
  writeFileSync(join(volume, name, 'tls.crt'), certificatePem);
  writeFileSync(join(volume, name, 'tls.key'), privateKeyPem);
  const previous = readlinkSync(join(volume, '..data'));
  symlinkSync(name, join(volume, '..data_tmp'));
  renameSync(join(volume, '..data_tmp'), join(volume, '..data'));
  rmSync(join(volume, previous), { recursive: true });
  Atomics.wait(pause, 0, 0, update % 20);
}
