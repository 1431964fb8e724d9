const fs = require('node:fs');

const FILE = '/var/lib/agent/state.json';

function readState() {
  if (!fs.existsSync(FILE)) return {};
  return JSON.parse(fs.readFileSync(FILE, 'utf8'));
}

function main() {
  const state = readState();
  console.log(Object.keys(state).length);
}

main();
