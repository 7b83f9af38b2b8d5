// Copies what runs to a directory: the built program, its documents, the examples and units that they name, and the packages
// that it loads at run time.
//
//   node package.mjs DIRECTORY [--program-only]
//
// With --program-only, manual pages, units and source maps are left out. Source maps are two thirds of the size, and in two
// directories, those of the same code differ.
//
// Left out are tools, packages that are only needed to install others, sources of native code, and binaries for other systems.
// better-sqlite3 12 is copied if it is compiled for Node 20. better-sqlite3 13 is always copied, so that a newer Node can follow.
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = dirname(fileURLToPath(import.meta.url));

/** The native module of better-sqlite3 12. Node 20 searches it for this name. */
const node20Module = join(repository, 'node_modules/better-sqlite3/build/Release/better_sqlite3.node');
const hasNode20Module = existsSync(node20Module) && readFileSync(node20Module).includes('node_register_module_v115');

/** Packages that download or compile native code. */
const INSTALL_ONLY = ['prebuild-install', 'node-addon-api'];

/** Files that nothing reads at run time, in every package: types, source maps, settings of tools, and documents except licenses. */
const LEFT_OUT_EVERYWHERE = /(^|\/)(\.[^/]*|Makefile|(?!licen[cs]e)[^/]*\.md|[^/]*\.(map|ts|mts|cts))$/i;

/** Parts of a package that nothing reads at run time, by package. */
const LEFT_OUT = {
  async: /^dist\/async(\.min\.js|\.mjs)$/,
  'better-sqlite3': /^(deps|src|binding\.gyp|build\/(?!Release$|Release\/better_sqlite3\.node$))/,
  'better-sqlite3-13': new RegExp(
    `^(deps|src|binding\\.gyp|build$|prebuilds/(?!${process.platform}(musl)?-${process.arch}\\.node$))`,
  ),
  'node-forge': /^(dist|flash)$/,
  yaml: /^bin\.mjs$/,
  zod: /^src$/,
};

const manifest = (directory) => JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));

/** Returns the directory of a package that another one imports: the nearest node_modules that has it. */
function directoryOf(name, importer) {
  for (let directory = importer; ; directory = dirname(directory)) {
    const candidate = join(directory, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
    if (directory === repository) return undefined;
  }
}

/** Adds the packages that are loaded with one, itself not included. */
function collect(importer, found) {
  const { dependencies = {}, optionalDependencies = {} } = manifest(importer);
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    if (name.startsWith('@types/') || INSTALL_ONLY.includes(name) || (name === 'better-sqlite3' && !hasNode20Module))
      continue;
    const directory = directoryOf(name, importer);
    if (directory === undefined && name in optionalDependencies) continue;
    if (directory === undefined) throw new Error(`${name} is not installed: npm ci`);
    if (found.has(directory)) continue;
    found.set(directory, name);
    collect(directory, found);
  }
  return found;
}

const [target, option] = process.argv.slice(2);
if (target === undefined) throw new Error('usage: node package.mjs DIRECTORY [--program-only]');
if (!existsSync(join(repository, 'dist/main/bin.js'))) throw new Error('mailcertd is not built: npm run build');

mkdirSync(target, { recursive: true });
/** Directories that make packages, and are in no package: `config/debian`. */
const sources = manifest(repository)
  .files.filter((name) => name.startsWith('!config/'))
  .map((name) => name.slice(1));
const isLeftOut = (path) =>
  sources.includes(path) || (option === '--program-only' && (path === 'dist/man' || path.endsWith('.js.map')));
const copied = ['dist', 'docs', 'config', 'package.json', 'LICENSE'];
if (option !== '--program-only') copied.push('systemd');
for (const name of copied) {
  const filter = (path) => !isLeftOut(relative(repository, path));
  cpSync(join(repository, name), join(target, name), { recursive: true, filter });
}
for (const [directory, name] of collect(repository, new Map())) {
  const filter = (source) => {
    const path = relative(directory, source);
    if (path.startsWith('node_modules') || LEFT_OUT_EVERYWHERE.test(path)) return false;
    return LEFT_OUT[name]?.test(path) !== true;
  };
  cpSync(directory, join(target, relative(repository, directory)), { recursive: true, filter });
}
