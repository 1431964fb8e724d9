import { S3Client, ListObjectsV2Command } from '@aws-sdk/client-s3';

const region = 'eu-central-1';
const secretAccessKey = process.env.S3_SECRET ?? '';

const client = new S3Client({
  region,
  credentials: { accessKeyId: process.env.S3_KEY ?? '', secretAccessKey },
});

export async function count(bucket: string): Promise<number> {
  const answer = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
  return answer.KeyCount ?? 0;
}
