const packages = (...names) => `node_modules/(@types/)?(${names.join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-imports-nothing',
      comment: 'The domain is pure: it imports neither Node, nor packages, nor other layers.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'formats-have-no-io',
      comment:
        'A format imports only the domain, node:crypto, node:zlib (for checksums) and node-forge. It does no I/O.',
      severity: 'error',
      from: { path: '^src/formats/' },
      to: { pathNot: ['^src/(domain|formats)/', '^(node:)?(crypto|zlib)$', packages('node-forge')] },
    },
    {
      name: 'work-imports-domain-only',
      comment:
        'Work imports only the domain. It declares its other dependencies in ports/ and receives them as parameters.',
      severity: 'error',
      from: { path: '^src/work/' },
      to: { pathNot: '^src/(domain|work)/' },
    },
    {
      name: 'adapters-import-no-adapter',
      comment: 'An adapter is one technology in one directory. It never imports another adapter.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/$1/' },
    },
    {
      name: 'adapters-have-a-directory',
      comment: 'The other rules would not apply to a file outside of the directories of the adapters.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/adapters/[^/]+$' },
    },
    {
      name: 'adapters-import-only-ports-of-work',
      comment:
        'An adapter implements a port, throws an error or calls an operation. It does not depend on the rest of work.',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: { path: '^src/work/', pathNot: '^src/work/((ports|operations)/[^/]+|errors)\\.ts$' },
    },
    {
      name: 'nothing-imports-main',
      comment: 'Main composes the program. Code that other layers need belongs to another layer.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/' },
      to: { path: '^src/main/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that import each other must become one file, or three.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'only-all-imports-rules',
      comment: 'A file of rule/ is one rule, in the list of all rules. Code that rules share belongs to evidence/.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/domain/rule/all\\.ts$' },
      to: { path: '^src/domain/rule/', pathNot: '^src/domain/rule/(rule|all|evaluate)\\.ts$' },
    },
    {
      name: 'sqlite-in-one-adapter',
      comment: 'SQLite implements the ports of the ledger; only its adapter uses it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/sqlite/' },
      to: { path: packages('better-sqlite3', 'better-sqlite3-13') },
    },
    {
      name: 'better-sqlite3-in-one-file',
      comment:
        'The version of Node determines which better-sqlite3 is loaded. One file loads it; the others import only types.',
      severity: 'error',
      from: { path: '^src/adapters/sqlite/' },
      to: {
        path: packages('better-sqlite3', 'better-sqlite3-13'),
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'winston-in-one-adapter',
      comment: 'winston writes log outputs; only the log adapter uses it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/log/' },
      to: { path: packages('winston', 'winston-transport') },
    },
    {
      name: 'node-cron-in-two-adapters',
      comment: 'node-cron implements the schedule port. The configuration validates expressions with it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/(system|config)/' },
      to: { path: packages('node-cron') },
    },
    {
      name: 'zod-in-one-adapter',
      comment: 'The configuration is validated where it is read. All other code receives a valid one.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/config/' },
      to: { path: packages('zod') },
    },
    {
      name: 'yaml-in-two-adapters',
      comment: 'The configuration and certificate.yaml are YAML files; their adapters read and write them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/(config|file-store)/' },
      to: { path: packages('yaml') },
    },
    {
      name: 'terminal-in-one-adapter',
      comment: 'Only the command line has options, tables and colors.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/cli/' },
      to: { path: packages('commander', 'picocolors') },
    },
    {
      name: 'no-development-packages',
      comment: 'Packages for tests and the build are not installed with the daemon.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'everything-resolves',
      comment: 'An import must resolve to a file or to a package in package.json.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Type imports count, because they are dependencies too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
