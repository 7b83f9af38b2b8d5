// Copies a SQLite database that others may have open: node copy-database.cjs FILE COPY
const [file, copy] = process.argv.slice(2);
const name = Number.parseInt(process.versions.node, 10) >= 22 ? 'better-sqlite3-13' : 'better-sqlite3';
const Database = require(name);
const database = new Database(file, { readonly: true });
database.prepare('VACUUM INTO ?').run(copy);
database.close();
