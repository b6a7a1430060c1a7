// Hive Gateway as its documentation shows it. ROUTER_RUNTIME=1: planned by router-runtime. INBOUND=1: identical client requests share one.
import { defineConfig } from '@graphql-hive/gateway';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';

export const gatewayConfig = defineConfig({
  logging: 'warn',
  ...(process.env.ROUTER_RUNTIME === '1' ? { unifiedGraphHandler } : {}),
  ...(process.env.INBOUND === '1' ? { inboundInflightRequestDeduplication: true } : {}),
});
