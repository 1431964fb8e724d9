const { writeFile } = require('node:fs/promises');

async function save(documents) {
  await Promise.all(documents.map((document) => writeFile(`${document.id}.json`, JSON.stringify(document))));
  return documents.length;
}

async function main() {
  const saved = await save([{ id: 1 }, { id: 2 }]);
  console.log(`${saved} saved`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
