#!/usr/bin/env node
'use strict';

// Makes a release of what a pull request's label asks for: node release.js < event.json

const { execSync, execFileSync } = require('child_process');
const { readFileSync, writeFileSync } = require('fs');
const { join } = require('path');

const STEPS = ['major', 'minor', 'patch'];

function readEvent() {
  const event = JSON.parse(readFileSync(0, 'utf8'));
  if (!event.pull_request || !event.pull_request.merged) {
    console.error('nothing was merged');
    process.exit(0);
  }
  return event.pull_request;
}

function stepOf(labels) {
  const names = labels.map((label) => label.name.replace(/^release:/, ''));
  return STEPS.find((step) => names.includes(step)) || null;
}

function next(version, step) {
  const numbers = version.split('.').map(Number);
  const position = STEPS.indexOf(step);
  return numbers
    .map((number, index) => {
      if (index < position) return number;
      return index === position ? number + 1 : 0;
    })
    .join('.');
}

function writeVersion(version) {
  const file = join(process.cwd(), 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.version = version;
  writeFileSync(file, JSON.stringify(manifest, null, 2) + '\n');
}

class Git {
  constructor() {
    this.options = { stdio: 'inherit', timeout: 30000 };
  }

  current() {
    return execSync('git rev-parse HEAD', { encoding: 'utf8' }).trim();
  }

  run(...words) {
    const command = ['git', ...words];
    execFileSync(command[0], command.slice(1), this.options);
  }
}

function main() {
  const request = readEvent();
  const step = stepOf(request.labels);
  if (step === null) {
    console.log('no release is asked for');
    return;
  }
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const release = next(version, step);
  const git = new Git();
  writeVersion(release);
  git.run('commit', '--message', `release ${release}: ${request.title}`, 'package.json');
  git.run('tag', '--annotate', '--message', `${request.title} (#${Number(request.number)})`, `v${release}`);
  console.log(`v${release} is ${git.current().slice(0, 8)}`);
}

main();
