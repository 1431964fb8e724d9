import fastify, { type FastifyInstance, LogController } from 'fastify';
import type { Configuration } from '../config/configuration.js';
import { TrustedProxies } from '../network/client-address.js';
import { sendProblem } from '../problem/send-problem.js';
import { useBodyRules } from './body-rules.js';
import { answerClientError } from './client-error.js';
import { useJsonBody } from './json-body.js';
import { LogOutput } from './log-output.js';
import { requestId } from './request-id.js';
import { logRequest, REQUEST_ID_LABEL, useRequestLog } from './request-log.js';
import { RequestLogger } from './request-logger.js';
import { startRequest } from './request-start.js';
import { DEFAULT_BODY_LIMIT } from './route-config.js';
import { securityHeaders } from './security-headers.js';
import { useOverloadShedding } from './shed-overload.js';
import { useWireRules } from './wire-rules.js';

/** Header fields of one request together, bytes. Tokens are below 4 KiB; cookies are not used. */
const MAX_HEADER_BYTES = 16 * 1024;
const HEADERS_TIMEOUT_MS = 10_000;
/** The whole request, body included: an upload on a slow line takes its time. */
const REQUEST_TIMEOUT_MS = 120_000;
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/** File descriptor 1; one for the process, whatever the number of servers in it. */
const standardOutput = new LogOutput(1);

/** Fastify with all that holds for every route, before Nest adds the routes. */
export function createFastify(configuration: Configuration): FastifyInstance {
  const { BASE_URL, TRUSTED_PROXIES, LOG_LEVEL } = configuration.settings;
  const headers = securityHeaders(BASE_URL?.startsWith('https:') ?? false);
  const proxies = new TrustedProxies(TRUSTED_PROXIES);
  const instance = fastify({
    logger: {
      level: LOG_LEVEL,
      base: null,
      timestamp: isoTime,
      formatters: { level: (label) => ({ level: label }) },
      stream: standardOutput,
    },
    childLoggerFactory: (log, bindings, options) => new RequestLogger(log, bindings, options),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: REQUEST_ID_LABEL }),
    requestIdHeader: false,
    genReqId: requestId,
    trustProxy: TRUSTED_PROXIES.length === 0 ? false : TRUSTED_PROXIES,
    bodyLimit: DEFAULT_BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    // Node's own answer to a missing Host is no problem document: wire-rules give it.
    http: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: HEADERS_TIMEOUT_MS, requireHostHeader: false },
    // While it closes, requests on open connections are still answered; Fastify's own 503 is no problem document.
    return503OnClosing: false,
    exposeHeadRoutes: true,
    clientErrorHandler: answerClientError,
    // Errors of the router itself (a malformed URL): no hook runs for them.
    frameworkErrors: (error, request, reply) => {
      startRequest(request, reply, headers, proxies);
      sendProblem(error, request, reply);
      logRequest(instance.log, request, reply);
    },
  });
  instance.decorateRequest('network', '');
  instance.addHook('onRequest', (request, reply, done) => {
    startRequest(request, reply, headers, proxies);
    done();
  });
  useWireRules(instance);
  useOverloadShedding(instance);
  useJsonBody(instance);
  useBodyRules(instance);
  useRequestLog(instance);
  return instance;
}

// Many lines are written within one millisecond, and writing a date out costs half of what a line does.
let writtenMs = 0;
let writtenTime = '';

function isoTime(): string {
  const now = Date.now();
  if (now !== writtenMs) {
    writtenMs = now;
    writtenTime = `,"time":"${new Date(now).toISOString()}"`;
  }
  return writtenTime;
}
