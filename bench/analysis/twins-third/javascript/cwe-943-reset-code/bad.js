import crypto from 'node:crypto';
import bcrypt from 'bcrypt';
import express from 'express';
import rateLimit from 'express-rate-limit';
import { MongoClient } from 'mongodb';
import nodemailer from 'nodemailer';

const MINUTES = 20;
const SHORTEST = 12;

const client = new MongoClient(process.env.MONGO_URL);
const users = client.db('club').collection('users');
const mailer = nodemailer.createTransport(process.env.MAIL_URL);

function newCode() {
  return crypto.randomBytes(24).toString('base64url');
}

async function sendCode(user, code) {
  await mailer.sendMail({
    from: 'club@example.org',
    to: user.mail,
    subject: 'Your new password',
    text: `Enter this code within ${MINUTES} minutes: ${code}`,
  });
}

class ResetRequest {
  constructor(body) {
    this.mail = body.mail;
    this.code = body.code;
    this.password = String(body.password ?? '');
  }

  get complete() {
    return Boolean(this.mail && this.code) && this.password.length >= SHORTEST;
  }

  get query() {
    return { mail: this.mail, resetCode: this.code };
  }
}

async function start() {
  await client.connect();
  const app = express();
  app.use(express.json({ limit: '5kb' }));
  app.use('/password', rateLimit({ windowMs: 60_000, limit: 5 }));

  app.post('/password/code', async (req, res) => {
    const mail = typeof req.body.mail === 'string' ? req.body.mail : '';
    const user = await users.findOne({ mail });
    if (user) {
      const code = newCode();
      const resetUntil = new Date(Date.now() + MINUTES * 60_000);
      await users.updateOne({ _id: user._id }, { $set: { resetCode: code, resetUntil } });
      await sendCode(user, code);
    }
    res.sendStatus(202);
  });

  app.post('/password', async (req, res) => {
    const reset = new ResetRequest(req.body);
    if (!reset.complete) {
      res.sendStatus(400);
      return;
    }
    const user = await users.findOne(reset.query);
    if (!user || user.resetUntil < new Date()) {
      res.sendStatus(403);
      return;
    }
    const hash = await bcrypt.hash(reset.password, 12);
    await users.updateOne(
      { _id: user._id },
      { $set: { password: hash }, $unset: { resetCode: '', resetUntil: '' } },
    );
    res.sendStatus(204);
  });

  app.use((error, req, res, _next) => {
    console.error(error);
    res.sendStatus(500);
  });
  return app.listen(3000);
}

start();
