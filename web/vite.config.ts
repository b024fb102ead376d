import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { graphics } from './build/graphics.ts';
import { weights } from './build/weights.ts';

const page = (name: string) => fileURLToPath(new URL(`./${name}/index.html`, import.meta.url));
const studio = 'http://127.0.0.1:5080';
// Old phones in the villages: Chrome 80 and its contemporaries.
const target = ['es2020', 'chrome80', 'safari14'];

export default defineConfig({
  plugins: [vue(), graphics(target), weights()],
  build: {
    chunkSizeWarningLimit: 700, // hls.js, which only the pages with a player load
    target,
    rollupOptions: {
      input: Object.fromEntries(
        ['base', 'console', 'editor', 'overlay', 'preview', 'room', 'host', 'sign-in', 'setup'].map((name) => [name, page(name)]),
      ),
    },
  },
  define: { __VUE_I18N_FULL_INSTALL__: 'false', __VUE_I18N_LEGACY_API__: 'false', __INTLIFY_PROD_DEVTOOLS__: 'false' },
  server: { proxy: { '/api': studio, '/media': studio, '/graphics': studio, '/hubs': { target: studio, ws: true } } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts', 'build/**/*.test.ts'] },
});
