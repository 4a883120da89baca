/** Makes the files that browsers load out of `web`: bundled, named by their content, compressed. */
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build, type BuildOptions } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = join(root, 'web')

// What the page itself loads. Each is named by the page as it lies in `web`, and there gets the name of what was made of it.
const ENTRIES = ['main.js', 'page/tell-failures.js', 'styles/page.css']

const SHARED: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  // Packages have variants for browsers that make elements out of strings, which the page's policy forbids.
  platform: 'neutral',
  mainFields: ['module', 'main'],
  // Whose code is in a file is said in NOTICE.
  legalComments: 'none',
  logLevel: 'warning',
}

/** Fills `out`; files of an older build are gone afterwards. */
export const bundlePage = async (out: string): Promise<void> => {
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
  const { metafile } = await build({
    ...SHARED,
    entryPoints: ENTRIES.map((name) => join(source, name)),
    outdir: out,
    splitting: true,
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    metafile: true,
  })
  let html = await readFile(join(source, 'index.html'), 'utf8')
  for (const [path, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint === undefined) continue
    const name = relative(source, join(root, entryPoint))
    if (ENTRIES.includes(name)) html = html.replace(`"${name}"`, `"${basename(path)}"`)
  }
  await writeFile(join(out, 'index.html'), html)
  await cp(join(source, 'dunnock.svg'), join(out, 'dunnock.svg'))
  await bundleWidget(out)
  for (const name of await readdir(out)) await compress(join(out, name))
}

/** The widget keeps its name, since pages elsewhere have it; its style sheet is a text within it. */
const bundleWidget = async (out: string): Promise<void> => {
  const sheet = join(source, 'styles', 'widget.css')
  const css = await build({ ...SHARED, entryPoints: [sheet], write: false })
  // What is the page's root there is the element here.
  const style = (css.outputFiles[0]?.text ?? '').replaceAll(':root', ':host')
  await build({
    ...SHARED,
    entryPoints: [join(source, 'widget', 'widget.js')],
    outdir: out,
    splitting: true,
    chunkNames: 'part-[hash]',
    define: { WIDGET_STYLE: JSON.stringify(style) },
  })
}

const compress = async (path: string): Promise<void> => {
  const bytes = await readFile(path)
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  await writeFile(`${path}.br`, brotliCompressSync(bytes, { params }))
  await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundlePage(join(root, 'dist', 'web'))
