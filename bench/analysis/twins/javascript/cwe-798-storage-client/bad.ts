import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

const client = new S3Client({
  region: 'eu-central-1',
  credentials: {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: 'tY7pQ0vXk2LrW9sNf4HcZ8mBdJ3aGeU6oKiR1xVq',
  },
});

export async function store(name: string, body: Uint8Array): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: 'exports', Key: name, Body: body }));
}
