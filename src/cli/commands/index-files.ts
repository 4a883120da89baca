import { Command } from 'commander'
import type { IndexReport } from '../../search/index-paths.ts'
import { indexPaths } from '../../search/index-paths.ts'
import type { Config } from '../../server/config.ts'
import { AppError, isAppError } from '../../spec/errors.ts'
import { lockFolder } from '../../store/lock-folder.ts'
import { addSettings, readSettings } from '../settings.ts'
import { showIndexing } from '../show-indexing.ts'
import { withServices } from '../with-services.ts'

type Flags = { readonly collection: string; readonly json?: true } & Record<string, unknown>

export const indexCommand = (): Command => {
  const command = new Command('index')
    .description(
      'Indexes files and folders (text, Markdown, HTML, PDF) for search. Unchanged files are skipped,\n' +
        'and those gone from a given folder are removed. Exit code 1 where a file could not be read.',
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
    const report = await withServices(config, ['index'], async ({ documents }, signal) => {
      const progress = showIndexing(process.stderr)
      const options = { signal, collection, onProgress: progress.update }
      return indexPaths(documents, paths, options).finally(progress.end)
    })
    for (const { path, reason } of report.failures) process.stderr.write(`${path}: ${reason}\n`)
    process.stdout.write(`${json === true ? JSON.stringify(report) : summarize(report)}\n`)
    if (report.failures.length > 0) process.exitCode = 1
  } finally {
    await unlock()
  }
}

type Place = Pick<Config, 'host' | 'port' | 'apiKey' | 'apiKeyFile'>

const toldToSend = (error: AppError, { host, port, apiKey, apiKeyFile }: Place): AppError => {
  const fromFile = apiKeyFile === undefined ? undefined : `$(cat ${apiKeyFile})`
  const key = apiKey === undefined ? fromFile : '$DUNNOCK_API_KEY'
  const header = key === undefined ? '' : `-H "authorization: Bearer ${key}" `
  const url = `http://${host}:${port}/documents?name=FILE`
  const message =
    `${error.message} Where that is the service, send it the file: curl --data-binary @FILE ` +
    `${header}-H 'content-type: application/octet-stream' '${url}'.`
  return new AppError('DATA_IN_USE', message, { cause: error })
}

const summarize = ({ added, unchanged, removed, passages, ms, failures }: IndexReport): string => {
  const seconds = ms / 1000
  const rate = passages === 0 ? '' : `, ${Math.round(passages / seconds)} a second`
  const unread = failures.length === 0 ? '' : `, ${failures.length} not read`
  return (
    `${added} files indexed (${passages} passages${rate}), ${unchanged} unchanged, ` +
    `${removed} removed${unread}, in ${seconds.toFixed(1)} s`
  )
}
