const crypto = require('node:crypto');

const key = Buffer.from(process.env.SEAL_KEY, 'hex');

function seal(text) {
  const cipher = crypto.createCipheriv('des-ede3', key, null);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
}

console.log(seal('account=17').toString('base64'));
