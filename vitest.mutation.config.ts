import { defineConfig } from 'vitest/config';

// As vitest.config.ts, but for the tests that `npm run mutation` asks.
const tests: readonly string[] = JSON.parse(process.env.MUTATION_TESTS ?? '[]');

export default defineConfig({
  test: {
    environment: 'node',
    include: [...tests],
    testTimeout: 60_000,
    watch: false,
    restoreMocks: true,
  },
});
