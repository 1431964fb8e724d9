import { api } from '../../support/api.js';
import { type Service, startService } from '../../support/service.js';

describe('GET /health', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService();
  });

  it('says that the process is alive', async () => {
    const answer = await api(service).get('/health/live');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: 'ok' });
  });

  it('ends with code 0 on SIGTERM', async () => {
    expect(await service.stop()).toBe(0);
  });
});
