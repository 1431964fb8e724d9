import { fork } from 'node:child_process';

/**
 * A process that tells one thing at the start or answers one message at a time. Its log goes to /dev/null: writing it
 * is part of what is measured, reading it is not.
 */
export class Child {
  constructor(file, args = [], execArgv = [], env = process.env) {
    this.process = fork(file, args, { env, execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  }

  hear() {
    return new Promise((resolve, reject) => {
      const ended = (code) => reject(new Error(`${this.process.spawnargs.join(' ')} ended with ${code}`));
      this.process.once('exit', ended);
      this.process.once('message', (message) => {
        this.process.off('exit', ended);
        resolve(message);
      });
    });
  }

  ask(question) {
    const answer = this.hear();
    this.process.send(question);
    return answer;
  }

  async stop() {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.disconnect();
    await ended;
  }
}
