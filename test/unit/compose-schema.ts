/**
 * The parts of the Compose specification (https://compose-spec.io) that docker-compose.yml uses, as a JSON schema.
 * Strict: a key that is not named here is a mistake or asks for its rule to be added.
 */
const duration = { type: 'string', pattern: '^(\\d+(us|ms|s|m|h))+$' };
const strings = { type: 'array', items: { type: 'string' }, minItems: 1 };
const environment = { type: 'object', additionalProperties: { type: ['string', 'number', 'null'] } };

const healthcheck = {
  type: 'object',
  required: ['test'],
  additionalProperties: false,
  properties: {
    test: { ...strings, minItems: 2, prefixItems: [{ enum: ['CMD', 'CMD-SHELL'] }] },
    interval: duration,
    timeout: duration,
    start_period: duration,
    retries: { type: 'integer', minimum: 1 },
  },
};

const service = {
  type: 'object',
  additionalProperties: false,
  oneOf: [{ required: ['image'] }, { required: ['build'] }],
  properties: {
    image: { type: 'string', pattern: '^[a-z0-9./_-]+:[A-Za-z0-9._-]+$' },
    build: { type: 'string' },
    command: strings,
    init: { type: 'boolean' },
    restart: { enum: ['no', 'always', 'on-failure', 'unless-stopped'] },
    ports: { ...strings, uniqueItems: true },
    environment,
    volumes: { ...strings, items: { type: 'string', pattern: '^[a-z][a-z0-9_-]*:/[^:]*(:ro|:rw)?$' } },
    depends_on: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['condition'],
        additionalProperties: false,
        properties: { condition: { enum: ['service_started', 'service_healthy', 'service_completed_successfully'] } },
      },
    },
    healthcheck,
    read_only: { type: 'boolean' },
    tmpfs: strings,
    cap_drop: strings,
    security_opt: strings,
    stop_grace_period: duration,
  },
};

export const composeSchema = {
  type: 'object',
  required: ['services'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]*$' },
    services: { type: 'object', minProperties: 1, additionalProperties: service },
    volumes: { type: 'object', additionalProperties: { type: ['null', 'object'] } },
  },
};
