const crypto = require('crypto');
const express = require('express');
const cookieParser = require('cookie-parser');
const { requireAccount } = require('./accounts');

const KEY = Buffer.from(process.env.REMEMBER_KEY, 'hex');

function seal(account) {
  const nonce = crypto.randomBytes(8);
  const cipher = crypto.createCipheriv('des-ede3-cbc', KEY.subarray(0, 24), nonce);
  const text = Buffer.concat([cipher.update(account, 'utf8'), cipher.final()]);
  const tag = crypto.createHmac('sha256', KEY).update(nonce).update(text).digest();
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
