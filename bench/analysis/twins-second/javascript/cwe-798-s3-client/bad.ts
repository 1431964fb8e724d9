import { S3Client, ListObjectsV2Command } from '@aws-sdk/client-s3';

const region = 'eu-central-1';
const secretAccessKey = 'q9Zt4Lw0Xv7Bn2Km5Rc8Yd1Fg6Hj3Ps0Ua4Ei7To';

const client = new S3Client({
  region,
  credentials: { accessKeyId: process.env.S3_KEY ?? '', secretAccessKey },
});

export async function count(bucket: string): Promise<number> {
  const answer = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
  return answer.KeyCount ?? 0;
}
