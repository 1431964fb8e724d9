const fs = require('node:fs');
const path = require('node:path');
const AdmZip = require('adm-zip');

function install(archive, folder) {
  const root = path.resolve(folder);
  const zip = new AdmZip(archive);
  for (const entry of zip.getEntries()) {
    if (entry.isDirectory) continue;
    const target = path.resolve(root, entry.entryName);
    if (!target.startsWith(root + path.sep)) throw new Error('unexpected entry');
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, entry.getData());
  }
}

module.exports = { install };
