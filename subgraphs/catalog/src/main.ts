// Runs the catalog service.
import { runSubgraph } from '@tributary/subgraph-kit';
import { loadConfig } from './config.ts';
import { createService } from './service.ts';

await runSubgraph({ name: 'catalog', loadConfig, start: createService });
