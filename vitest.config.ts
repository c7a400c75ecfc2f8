import { defineConfig } from 'vitest/config';

export default defineConfig({
  // By itself vitest leaves a processor free, which is half of what many runners have.
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, maxWorkers: '100%' },
});
