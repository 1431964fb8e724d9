import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

async function readLines(file) {
  const lines = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const text = line.trim().toLowerCase();
    if (text !== '' && !text.startsWith('#')) lines.push(text);
  }
  return lines;
}

function missing(wanted, existing) {
  const known = [...new Set(existing)];
  return wanted.filter((name) => !known.includes(name));
}

function summary(names) {
  const counts = new Map();
  for (const name of names) {
    const letter = name[0];
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  return [...counts].sort(([left], [right]) => left.localeCompare(right));
}

const [wantedFile, existingFile] = process.argv.slice(2);
if (!wantedFile || !existingFile) {
  console.error('usage: overlap WANTED EXISTING');
  process.exit(2);
}

const [wanted, existing] = await Promise.all([readLines(wantedFile), readLines(existingFile)]);
const absent = missing(wanted, existing);
for (const name of absent) console.log(name);
for (const [letter, count] of summary(absent)) console.error(`${letter}: ${count}`);
