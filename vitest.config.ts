import { defineConfig } from 'vitest/config';

// Two workers: a test that drives the kernel or a browser must not fight with ten others for the clock.
export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    watch: false,
    restoreMocks: true,
  },
});
