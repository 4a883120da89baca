import { Command } from 'commander'
import { indexPaths, type IndexReport } from '../../search/files/index-paths.ts'
import type { Config } from '../../server/setup/config.ts'
import { restoreIndex } from '../../server/setup/index-documents.ts'
import type { Services } from '../../server/setup/services.ts'
import { AppError, isAppError } from '../../spec/errors.ts'
import { lockFolder, urlOfHolder } from '../../store/lock-folder.ts'
import { addSettings, readSettings } from '../settings.ts'
import { showIndexing } from '../show-indexing.ts'
import { stderrLog } from '../stderr-log.ts'
import { withServices } from '../with-services.ts'

type Flags = { readonly collection: string; readonly json?: true } & Record<string, unknown>

export const indexCommand = (): Command => {
  const command = new Command('index')
    .description(
      'Indexes files and folders (text, Markdown, HTML, PDF) for search. Unchanged files are skipped,\n' +
        'and those gone from a given folder are removed. Files that are not read are listed with the reason;\n' +
        'the exit code is 1 then. Hidden files and node_modules are left out, links out of a folder too.',
    )
    .argument('<path...>', 'files and folders')
    .option('--collection <name>', 'where they belong to', 'default')
    .option('--json', 'the report as one line of JSON')
  return addSettings(command, ['data', 'models', 'device', 'threads', 'host', 'port']).action(
    indexFiles,
  )
}

const indexFiles = async (
  paths: readonly string[],
  { collection, json, ...flags }: Flags,
): Promise<void> => {
  const config = { ...readSettings(flags), wikipedia: 'off' as const }
  const unlock = await lockFolder(config.data).catch((error: unknown) => {
    throw isAppError(error, 'DATA_IN_USE') ? toldToSend(error, config) : error
  })
  try {
    const index = async ({ documents }: Services, signal: AbortSignal): Promise<IndexReport> => {
      await restoreIndex(documents, stderrLog, { signal })
      const progress = showIndexing(process.stderr)
      const options = { signal, collection, onProgress: progress.update }
      return indexPaths(documents, paths, options).finally(progress.end)
    }
    const report = await withServices(config, ['index'], index, { ownsData: true })
    const unread = [...report.failures, ...report.passedOver]
    for (const { path, reason } of unread) process.stderr.write(`${path}: ${reason}\n`)
    process.stdout.write(`${json === true ? JSON.stringify(report) : summarize(report)}\n`)
    if (unread.length > 0) process.exitCode = 1
  } finally {
    await unlock()
  }
}

type Place = Pick<Config, 'host' | 'port' | 'apiKey' | 'apiKeyFile'>

const toldToSend = (error: AppError, { host, port, apiKey, apiKeyFile }: Place): AppError => {
  const url = urlOfHolder(error) ?? `http://${host}:${port}`
  const fromFile = apiKeyFile === undefined ? undefined : `$(cat ${apiKeyFile})`
  const key = apiKey === undefined ? fromFile : '$DUNNOCK_API_KEY'
  const header = key === undefined ? '' : `-H "authorization: Bearer ${key}" `
  const message =
    `${error.message} Where that is the service, send it the file: curl --data-binary @FILE ` +
    `${header}-H 'content-type: application/octet-stream' '${url}/documents?name=FILE'.`
  return new AppError('DATA_IN_USE', message, { cause: error })
}

const summarize = (report: IndexReport): string => {
  const { added, unchanged, removed, passages, ms, failures, passedOver, skipped } = report
  const seconds = ms / 1000
  const rate = passages === 0 ? '' : `, ${Math.round(passages / seconds)} a second`
  const count = failures.length + passedOver.length
  const unread = count === 0 ? '' : `, ${count} not read`
  const left = skipped === 0 ? '' : ` (hidden files and installed packages left out: ${skipped})`
  return (
    `${added} files indexed (${passages} passages${rate}), ${unchanged} unchanged, ` +
    `${removed} removed${unread}, in ${seconds.toFixed(1)} s${left}`
  )
}
