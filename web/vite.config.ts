import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Adds the style sheet of each Element Plus component that a file imports by name, so that a page carries the CSS of
 * what it uses and nothing else.
 */
function elementPlusStyles(): Plugin {
  const named = /import\s*\{([^}]+)\}\s*from\s*['"]element-plus['"]/g
  return {
    name: 'element-plus-styles',
    enforce: 'post',
    transform(code, id) {
      if (id.includes('node_modules') || !code.includes('element-plus')) return null
      const folders = new Set<string>()
      for (const [, names] of code.matchAll(named)) {
        for (const name of names!.split(',')) {
          const component = /^\s*El([A-Z]\w*)/.exec(name)?.[1]
          if (component) folders.add(component.replace(/[A-Z]/g, (c, i: number) => (i ? '-' : '') + c.toLowerCase()))
        }
      }
      if (!folders.size) return null
      const imports = [...folders].map((folder) => `import 'element-plus/es/components/${folder}/style/css'`)
      return { code: `${imports.join(';')};${code}`, map: null }
    },
  }
}

const pdfjs = JSON.parse(readFileSync(at('node_modules/pdfjs-dist/package.json'), 'utf8')) as { version: string }

/** Character maps and fonts for PDF files that do not embed theirs, under the version's name: they may be kept for ever. */
function pdfResources(): Plugin {
  return {
    name: 'pdf-resources',
    apply: 'build',
    generateBundle() {
      for (const folder of ['cmaps', 'standard_fonts']) {
        const place = at(`node_modules/pdfjs-dist/${folder}`)
        for (const name of readdirSync(place)) this.emitFile({ type: 'asset', fileName: `assets/pdf-${pdfjs.version}/${folder}/${name}`, source: readFileSync(`${place}/${name}`) })
      }
    },
  }
}

/** Pages that the server renders link these two by name: they carry no hash, the server answers with an ETag. */
const stableScript = 'portal-page'
const stableStyle = 'portal-sheet'

const entries: Record<string, string> = {
  portal: at('apps/portal/index.html'),
  workbench: at('apps/workbench/index.html'),
  [stableScript]: at('apps/portal/page.ts'),
  [stableStyle]: at('shared/ui/portal.css'),
}

export default defineConfig(({ mode }) => ({
  root: at('.'),
  base: '/',
  publicDir: at('public'),
  plugins: [vue(), elementPlusStyles(), pdfResources()],
  resolve: { alias: { '@': at('.') } },
  define: {
    __VUE_OPTIONS_API__: true,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __PDFJS_VERSION__: JSON.stringify(pdfjs.version),
  },
  build: {
    outDir: at(mode === 'gallery' ? '../build/gallery' : './dist'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the server's policy is default-src 'self': no data: addresses
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: mode === 'gallery' ? { gallery: at('apps/gallery/index.html') } : entries,
      output: {
        entryFileNames: (chunk) => (chunk.name === stableScript ? 'assets/portal.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: (asset) =>
          asset.names.includes(`${stableStyle}.css`) ? 'assets/portal.css' : 'assets/[name]-[hash][extname]',
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['shared/**/*.test.ts', 'features/**/*.test.ts', 'apps/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 30_000, // a busy machine is no failure
  },
}))
