const crypto = require('crypto');
const express = require('express');
const cookieParser = require('cookie-parser');
const { requireAccount } = require('./accounts');

const KEY = Buffer.from(process.env.REMEMBER_KEY, 'hex');

function seal(account) {
  const nonce = crypto.randomBytes(12);
  const cipher = crypto.createCipheriv('aes-256-gcm', KEY.subarray(0, 32), nonce);
  const text = Buffer.concat([cipher.update(account, 'utf8'), cipher.final()]);
  const tag = cipher.getAuthTag();
  return Buffer.concat([nonce, tag, text]).toString('base64url');
}

const app = express();
app.use(cookieParser());
app.use(express.urlencoded({ extended: false }));

app.post('/remember', requireAccount, (req, res) => {
  res.cookie('remember', seal(req.account), {
    httpOnly: true,
    secure: true,
    sameSite: 'strict',
    maxAge: 30 * 86_400_000,
  });
  return res.sendStatus(204);
});

app.listen(3000);
