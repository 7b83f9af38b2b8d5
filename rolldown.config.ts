import { readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputOptions, Plugin, RolldownOptions } from 'rolldown';

const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/**
 * Escapes all characters outside of ASCII. V8 stores a source with one character beyond Latin-1 with two bytes per
 * character, as long as the process runs. Such characters are only in strings and regular expressions, where an escape means
 * the same, except after a backslash and in `String.raw`: the build fails for these.
 */
const escaped: Plugin = {
  name: 'escaped',
  generateBundle: (_options, bundle) => {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      const [raw] = /\\[^\x00-\x7f]|String\.raw`[^`]*[^\x00-\x7f`]/.exec(file.code) ?? [];
      if (raw !== undefined) throw new Error(`${file.fileName}: an escape would mean something else in ${raw}`);
      file.code = file.code.replace(
        /[^\x00-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

/**
 * Sorts the imports of Node's own modules. Their order depends on the directory of the repository, and the same source must
 * make the same bytes everywhere. Importing them has no effect, so their order has none.
 */
const sorted: Plugin = {
  name: 'sorted',
  generateBundle: (_options, bundle) => {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      file.code = file.code.replace(/(^import [^\n]* from "node:[^\n]*;\n)+/gm, (lines) =>
        lines
          .split(/(?<=\n)/)
          .sort()
          .join(''),
      );
    }
  },
};

/** Makes the program executable. npm does this only at the first installation, and each build writes a new file. */
const executable: Plugin = {
  name: 'executable',
  writeBundle: async ({ dir = '' }, bundle) => {
    const entry = 'main/bin.js';
    if (entry in bundle) await chmod(join(dir, entry), 0o755);
  },
};

const input: RolldownOptions = {
  plugins: [escaped, sorted, executable],
  // Packages and their parts (`nodemailer/lib/mail-composer`) are not bundled.
  external: Object.keys({ ...dependencies, ...optionalDependencies }).map((name) => new RegExp(`^${name}(/|$)`)),
  platform: 'node',
  tsconfig: 'tsconfig.json',
  // Node 20 does not support `using`.
  transform: { target: 'node20.19' },
};

// All files are in dist/main: src/main finds package.json and the threads relative to its own file.
const output: OutputOptions = {
  dir: 'dist',
  entryFileNames: 'main/[name].js',
  minify: false,
  // Comments would be kept in memory with the code.
  comments: false,
  minifyInternalExports: false,
  sourcemap: true,
};

/** The program and its threads. The reasons are in docs/adr/0012-bundled-build.md. */
const configuration: RolldownOptions[] = [
  {
    ...input,
    input: { bin: './src/main/bin.ts' },
    output: {
      ...output,
      cleanDir: true,
      chunkFileNames: 'main/[name].js',
      codeSplitting: {
        groups: [
          // The entry prints the version without loading anything else.
          { name: 'version', test: /\/src\/main\/version\.ts$/ },
          // Code for every command is one file.
          { name: 'base', test: /\/src\/main\/command-line\.ts$/ },
          // Code for queries is one file too: thirty files took 10 ms longer.
          { name: 'session', test: /\/src\/main\/open-session\.ts$/ },
          // So is code that several commands share, for example to print tables.
          { name: 'screens', test: /\/src\/adapters\/cli\//, minShareCount: 2 },
        ],
      },
    },
  },
  {
    ...input,
    // Threads share no modules. A separate bundle contains only the modules that this one needs.
    input: { 'reading-thread': './src/main/workers/reading-thread.ts' },
    output: { ...output, chunkFileNames: 'main/reading-thread-[name].js' },
  },
  {
    ...input,
    input: { 'configuration-thread': './src/main/workers/configuration-thread.ts' },
    output: { ...output, chunkFileNames: 'main/configuration-thread-[name].js' },
  },
  {
    ...input,
    input: { 'http-thread': './src/main/workers/http-thread.ts' },
    output: { ...output, chunkFileNames: 'main/http-thread-[name].js' },
  },
  {
    ...input,
    // Not part of the program: the build runs it to write dist/man.
    input: { 'write-manual-pages': './config/man/write-manual-pages.ts' },
    output: {
      ...output,
      dir: 'var',
      cleanDir: false,
      entryFileNames: 'man/[name].js',
      chunkFileNames: 'man/[name].js',
    },
  },
];

export default configuration;
