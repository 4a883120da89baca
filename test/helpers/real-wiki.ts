import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
// Where the Debian package `mediawiki` puts it.
const HOME = '/usr/share/mediawiki'
const START_MS = 30_000
const INSTALL =
  'apt-get install mediawiki php-cli php-sqlite3 php-mbstring php-xml php-intl, to run this'

export type RealWiki = { readonly apiUrl: string; close(): Promise<void> }

/** Why there can be no wiki here; false where there can. */
export const whyNoWiki = async (): Promise<string | false> => {
  if (!existsSync(join(HOME, 'api.php'))) return INSTALL
  const modules = await run('php', ['-m']).catch(() => ({ stdout: '' }))
  return ['sqlite3', 'mbstring', 'intl', 'xml'].every((name) => modules.stdout.includes(name))
    ? false
    : INSTALL
}

/** A MediaWiki of its own in `folder`, with the pages given, behind PHP's own server. */
export const startWiki = async (
  folder: string,
  pages: Readonly<Record<string, string>>,
): Promise<RealWiki> => {
  const [database, texts] = [join(folder, 'database'), join(folder, 'texts')]
  const settings = join(folder, 'LocalSettings.php')
  const env = { ...process.env, MW_CONFIG_FILE: settings }
  const maintain = (script: string, ...more: readonly string[]) =>
    run('php', [join(HOME, 'maintenance', script), ...more], { env })
  await mkdir(database, { recursive: true })
  await mkdir(texts, { recursive: true })
  const server = `http://127.0.0.1:${await freePort()}`
  const to = ['--dbtype', 'sqlite', '--dbpath', database, '--confpath', folder]
  const at = ['--server', server, '--scriptpath', '', '--pass', 'only-for-this-test']
  await maintain('install.php', ...to, ...at, 'Bird wiki', 'Admin')
  const files: string[] = []
  for (const [title, text] of Object.entries(pages)) {
    const file = join(texts, `${title}.txt`)
    await writeFile(file, text)
    files.push(file)
  }
  await maintain('importTextFiles.php', '--overwrite', ...files)
  await maintain('rebuildtextindex.php')
  const php = spawn('php', ['-S', new URL(server).host, '-t', HOME], { env, stdio: 'ignore' })
  const apiUrl = `${server}/api.php`
  const answers = async (): Promise<boolean> => {
    const answer = await fetch(apiUrl).catch(() => undefined)
    // Read to its end: see `unpausedRequest`.
    return (await answer?.text()) !== undefined
  }
  for (let waited = 0; waited < START_MS && !(await answers()); waited += 100) await pause(100)
  return {
    apiUrl,
    close: async () => {
      php.kill()
      if (php.exitCode === null) await once(php, 'exit')
    },
  }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
