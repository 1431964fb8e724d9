/** Version of the engine and its rules, told with every report: findings of two versions need not agree. */
export const ENGINE_VERSION = '0.1.0';
