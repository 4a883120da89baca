import { planIndexing } from '../../server/index-documents.ts'
import { walkFiles } from '../../search/walk-files.ts'
import { ok, type Check } from './check.ts'

/** What would be indexed at the next start; no index is opened for it. */
export const checkDocuments: Check['run'] = async ({ documents }) => {
  const plan = await planIndexing({ list: () => ({ documents: [], total: 0 }) }, documents)
  const { files, failures } = await walkFiles(plan?.paths ?? [])
  const from = documents.length > 0 ? documents.join(', ') : "the installed packages' manuals"
  const detail = `${files.length} files of ${from}`
  const [first] = failures
  if (first === undefined) return ok(detail)
  const others = failures.length > 1 ? `, and ${failures.length - 1} more` : ''
  const remedy = 'Correct DUNNOCK_DOCUMENTS, or the rights of the files.'
  return { status: 'warning', detail: `${first.path}: ${first.reason}${others}`, remedy }
}
