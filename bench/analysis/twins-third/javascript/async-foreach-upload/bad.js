import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

const TYPES = new Map([
  ['html', 'text/html'],
  ['css', 'text/css'],
  ['js', 'text/javascript'],
  ['png', 'image/png'],
]);

async function* files(folder, prefix = '') {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const key = prefix + entry.name;
    if (entry.isDirectory()) {
      yield* files(join(folder, entry.name), `${key}/`);
    } else if (entry.isFile()) {
      yield { key, path: join(folder, entry.name) };
    }
  }
}

function contentType(key) {
  return TYPES.get(key.slice(key.lastIndexOf('.') + 1)) ?? 'application/octet-stream';
}

class Site {
  constructor(client, bucket) {
    this.client = client;
    this.bucket = bucket;
    this.uploaded = 0;
    this.bytes = 0;
  }

  async upload({ key, path }) {
    const body = await readFile(path);
    const digest = createHash('sha256').update(body).digest('base64');
    await this.client.send(
      new PutObjectCommand({
        Bucket: this.bucket,
        Key: key,
        Body: body,
        ContentType: contentType(key),
        ChecksumSHA256: digest,
      }),
    );
    this.uploaded += 1;
    this.bytes += body.length;
  }

  async publish(folder) {
    const found = await Array.fromAsync(files(folder));
    const pages = found.filter(({ key }) => key.endsWith('.html'));
    const assets = found.filter(({ key }) => !key.endsWith('.html'));
    assets.forEach(async (asset) => {
      await this.upload(asset);
    });
    await Promise.all(pages.map((page) => this.upload(page)));
    return { files: this.uploaded, bytes: this.bytes };
  }
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { bucket: { type: 'string', default: 'site' } },
});
const folder = positionals[0] ?? 'public';
if (!(await stat(folder)).isDirectory()) {
  console.error(`${folder} is no folder`);
  process.exit(2);
}
const started = performance.now();
process.on('exit', () => {
  const seconds = (performance.now() - started) / 1000;
  console.log(`after ${seconds.toFixed(1)} s`);
});
const site = new Site(new S3Client({}), values.bucket);
const { files: count, bytes } = await site.publish(folder);
console.log(`${count} files, ${bytes} bytes`);
