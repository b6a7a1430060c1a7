// Runs the orders service.
import { runSubgraph } from '@tributary/subgraph-kit';
import { loadConfig } from './config.ts';
import { createService } from './service.ts';

await runSubgraph({ name: 'orders', loadConfig, start: createService });
