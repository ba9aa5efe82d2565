import { defineConfig, mergeConfig } from 'vitest/config';
import ordinary from './vitest.config.ts';

// What callers and operators see must not depend on the number of processes: the acceptance tests that are about state
// run again, with two workers per service.
process.env['TEST_WORKERS'] = '2';

const files =
  'budgets|limits|reload|rollout|sticky|fallback|delivery|balance|decisions|feedback|operators|mirror|checks|workers';

export default mergeConfig(
  { ...ordinary, test: { ...ordinary.test, include: [] } },
  defineConfig({ test: { include: [`test/acceptance/@(${files}).test.ts`, 'test/faults/stops-under-load.test.ts'] } }),
);
