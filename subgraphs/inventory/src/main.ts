// Runs the inventory service.
import { runSubgraph } from '@tributary/subgraph-kit';
import { loadConfig } from './config.ts';
import { createService } from './service.ts';

await runSubgraph({ name: 'inventory', loadConfig, start: createService });
