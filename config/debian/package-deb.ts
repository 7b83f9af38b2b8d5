// Builds the Debian package of this repository, and prints its path:
//
//   npm run package:deb [-- DIRECTORY]
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildDebianPackage } from './build-debian-package.ts';
import { packageVersion } from './package-version.ts';

const [target = 'var/deb'] = process.argv.slice(2);
const repository = process.cwd();
const version = packageVersion(repository, process.env['SOURCE_DATE_EPOCH']);
const result = buildDebianPackage({ repository, target: resolve(target), version });
process.stdout.write(`${result}: ${(statSync(result).size / 1024 / 1024).toFixed(1)} MiB\n`);
