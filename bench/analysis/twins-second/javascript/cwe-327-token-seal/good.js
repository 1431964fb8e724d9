const crypto = require('node:crypto');

const key = Buffer.from(process.env.SEAL_KEY, 'hex');

function seal(text) {
  const iv = crypto.randomBytes(12);
  const cipher = crypto.createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, body, cipher.getAuthTag()]);
}

console.log(seal('account=17').toString('base64'));
