// Disturbs a store while it is read: `disturb.mjs grow FILE…` appends to files without end, `disturb.mjs remove FOLDER`
// removes its files one by one, the last ones first, from the moment a line comes in.
import { closeSync, openSync, readdirSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const [, , what, ...paths] = process.argv;

function grow() {
  const files = paths.map((path) => openSync(path, 'a'));
  process.stdout.write('ready\n');
  const turn = () => {
    for (let round = 0; round < 100; round += 1) for (const file of files) writeSync(file, 'x');
    setImmediate(turn);
  };
  turn();
  process.stdin.on('end', () => {
    for (const file of files) closeSync(file);
    process.exit();
  });
  process.stdin.resume();
}

function remove() {
  const [folder = ''] = paths;
  const names = readdirSync(folder).sort().reverse();
  process.stdout.write('ready\n');
  process.stdin.once('data', () => {
    const turn = () => {
      const name = names.shift();
      if (name === undefined) process.exit();
      unlinkSync(join(folder, name));
      setTimeout(turn, 0);
    };
    turn();
  });
}

if (what === 'grow') grow();
else remove();
